import { Group, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useMay } from "../../data/index.ts";
import { TextFilter } from "../../ui/index.ts";
import {
  SPANS,
  STATUSES,
  WAITS,
  withExecutionFilter,
  type ExecutionsSearch,
  type Span,
  type WaitKind,
} from "./executions-search.ts";
import { localMoment } from "./local-moment.ts";
import { WorkflowFilter } from "./workflow-filter.tsx";

const STATUS_NAMES = STATUSES.map((value) => ({ value, label: value.toLowerCase().replaceAll("_", " ") }));

const WAIT_NAMES: Readonly<Record<WaitKind, string>> = {
  APPROVAL: "an approval",
  SIGNAL: "a signal",
  EVENT: "an event",
  TIMER: "a time",
  LOCK: "a lock",
  WORKFLOW: "a called workflow",
  PERSON: "a person after a failure",
  RESUME: "being resumed",
};

const SPAN_NAMES: Readonly<Record<Span, string>> = {
  "1h": "the last hour",
  "24h": "the last 24 hours",
  "7d": "the last 7 days",
};

const route = getRouteApi("/executions");

/** The filters of the list. Each change is an address of its own, so that the browser's back button takes it back. */
export function ExecutionFilters(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // Whoever may not read payloads may not search them either.
  const maySearch = useMay()("whatIf");
  const change = (filter: Partial<Record<keyof ExecutionsSearch, unknown>>): void =>
    void navigate({ search: (before) => withExecutionFilter(before, filter) });
  const changeVersion = useDebouncedCallback((number: number | undefined) => change({ version: number }), 400);
  const { workflow, version, status, event, waiting, name, text, since, from, to } = search;
  return (
    <Group align="flex-end" gap="sm">
      <WorkflowFilter workflow={workflow} onChange={(id) => change({ workflow: id })} />
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
        placeholder={status === undefined ? "All" : ""}
        data={STATUS_NAMES}
        value={[...(status ?? [])]}
        onChange={(chosen) => change({ status: chosen })}
        clearable
        clearButtonProps={{ "aria-label": "Every status" }}
        w={240}
      />
      <MultiSelect
        label="Waits for"
        placeholder={waiting === undefined ? "Anything or nothing" : ""}
        data={WAITS.map((value) => ({ value, label: WAIT_NAMES[value] }))}
        value={[...(waiting ?? [])]}
        onChange={(chosen) => change({ waiting: chosen })}
        clearable
        clearButtonProps={{ "aria-label": "Whatever they wait for" }}
        w={220}
      />
      {maySearch && (
        <>
          <TextFilter
            label="Name of what they wait for"
            placeholder="A signal, a lock …"
            value={name}
            onChange={(value) => change({ name: value })}
            width={240}
          />
          <TextFilter
            label="Text in input, output or failure"
            placeholder="ada@example.com"
            value={text}
            onChange={(value) => change({ text: value })}
            width={260}
          />
        </>
      )}
      <TextFilter label="Event" placeholder="Its id" value={event} onChange={(value) => change({ event: value })} />
      <Select
        label="Created in"
        placeholder="All the time"
        data={(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: SPAN_NAMES[value] }))}
        value={since ?? null}
        onChange={(value) => change({ since: value ?? undefined })}
        clearable
        clearButtonProps={{ "aria-label": "All the time" }}
        w={160}
      />
      {(["from", "to"] as const).map((side) => (
        <TextInput
          key={`${side} ${search[side] ?? ""}`}
          type="datetime-local"
          label={side === "from" ? "Created from" : "Created before"}
          defaultValue={localMoment(side === "from" ? from : to)}
          onBlur={({ currentTarget: { value } }) => {
            if (value !== localMoment(search[side]))
              change({ [side]: value === "" ? undefined : new Date(value).toISOString() });
          }}
          w={200}
        />
      ))}
    </Group>
  );
}
