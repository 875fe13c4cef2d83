import { Checkbox, Group, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";
import { graphql, useApi } from "../../data/index.ts";
import { STATUSES, withFilter, type ExecutionsSearch } from "./executions-search.ts";

const FilterWorkflowsQuery = graphql(`
  query FilterWorkflows($search: String) {
    workflows(first: 50, search: $search) {
      nodes {
        id
        name
      }
    }
  }
`);

const route = getRouteApi("/executions");
const STATUS_NAMES = STATUSES.map((value) => ({ value, label: value.toLowerCase().replaceAll("_", " ") }));

/** The filters of the list. Each change is an address of its own, so that the browser's back button takes it back. */
export function ExecutionFilters(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState("");
  const found = useApi(FilterWorkflowsQuery, { search: text === "" ? null : text }, { keepsPrevious: true });
  const change = (filter: Partial<Record<keyof ExecutionsSearch, unknown>>): void =>
    void navigate({ search: (before) => withFilter(before, filter) });
  const changeVersion = useDebouncedCallback((number: number | undefined) => change({ version: number }), 400);
  const changeEvent = useDebouncedCallback((event: string) => change({ event }), 400);
  const workflows = (found.data?.workflows.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const { workflow, version } = search;
  const options =
    workflow === undefined || workflows.some(({ value }) => value === workflow)
      ? workflows
      : [{ value: workflow, label: workflow }, ...workflows];
  return (
    <Group align="flex-end" gap="sm">
      <Select
        label="Workflow"
        placeholder="All"
        data={options}
        value={workflow ?? null}
        onChange={(value) => change({ workflow: value ?? undefined })}
        onSearchChange={setText}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "All workflows" }}
        w={220}
      />
      <NumberInput
        label="Version"
        placeholder="All"
        key={`version ${String(version)}`}
        defaultValue={version ?? ""}
        min={1}
        allowDecimal={false}
        hideControls
        onChange={(value) => changeVersion(typeof value === "number" ? value : undefined)}
        w={90}
      />
      <MultiSelect
        label="Status"
        placeholder={search.status === undefined ? "All" : ""}
        data={STATUS_NAMES}
        value={[...(search.status ?? [])]}
        onChange={(status) => change({ status })}
        clearable
        clearButtonProps={{ "aria-label": "Every status" }}
        w={260}
      />
      <TextInput
        key={search.event ?? ""}
        label="Event"
        placeholder="evt_…"
        defaultValue={search.event ?? ""}
        onChange={({ currentTarget }) => changeEvent(currentTarget.value.trim())}
        w={200}
      />
      <Checkbox
        label="Waits for a person after a failure"
        checked={search.incident === true}
        onChange={({ currentTarget }) => change({ incident: currentTarget.checked || undefined })}
        mb={8}
      />
    </Group>
  );
}
