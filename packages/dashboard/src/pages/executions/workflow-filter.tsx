import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState, type ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { FilterWorkflowsQuery, FilterWorkflowQuery } from "./documents.ts";

interface Props {
  /** The id of a workflow. */
  readonly workflow: string | undefined;
  readonly onChange: (workflow: string | undefined) => void;
  /** What stands in the field while none is chosen. */
  readonly placeholder?: string;
}

/** The list is asked for when the typing pauses. */
const PAUSE_MS = 250;

/** Chooses a workflow by its name. The API searches: a project may have 100,000 of them, of which the newest that fit are offered. */
export function WorkflowFilter({ workflow, onChange, placeholder = "All" }: Props): ReactElement {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), PAUSE_MS);
  const chosen = useApi(FilterWorkflowQuery, { id: workflow ?? "" }, { enabled: workflow !== undefined });
  const name = workflow === undefined ? undefined : (chosen.data?.workflow?.name ?? workflow);
  // The name of what is chosen stands in the field. It is no search: opened again, the list offers the others as well.
  const isSearch = search !== "" && search !== name;
  const found = useApi(FilterWorkflowsQuery, { search: isSearch ? search : null }, { keepsPrevious: true });
  const { nodes = [], pageInfo } = found.data?.workflows ?? {};
  const offered = nodes.map((one) => ({ value: one.id, label: one.name }));
  const options =
    workflow === undefined || nodes.some(({ id }) => id === workflow)
      ? offered
      : [{ value: workflow, label: name ?? workflow }, ...offered];
  return (
    <Select
      label="Workflow"
      placeholder={placeholder}
      data={options}
      value={workflow ?? null}
      onChange={(value) => onChange(value ?? undefined)}
      onSearchChange={setText}
      // What the API has found fits, also where it reads upper and lower case in another way.
      filter={({ options: all }) => all}
      searchable
      clearable
      clearButtonProps={{ "aria-label": "All workflows" }}
      nothingFoundMessage={found.isFetching ? "Searching …" : "No workflow has this name"}
      {...(pageInfo?.hasNextPage === true && { description: "There are more: type a part of the name." })}
      inputWrapperOrder={["label", "input", "description"]}
      w={220}
    />
  );
}
