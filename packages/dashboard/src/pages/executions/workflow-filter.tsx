import { Select } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { FilterWorkflowsQuery } from "./documents.ts";

interface Props {
  /** The id of a workflow. */
  readonly workflow: string | undefined;
  readonly onChange: (workflow: string | undefined) => void;
}

/** Chooses a workflow by its name. */
export function WorkflowFilter({ workflow, onChange }: Props): ReactElement {
  const [text, setText] = useState("");
  const found = useApi(FilterWorkflowsQuery, { search: text === "" ? null : text }, { keepsPrevious: true });
  const workflows = (found.data?.workflows.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const options =
    workflow === undefined || workflows.some(({ value }) => value === workflow)
      ? workflows
      : [{ value: workflow, label: workflow }, ...workflows];
  return (
    <Select
      label="Workflow"
      placeholder="All"
      data={options}
      value={workflow ?? null}
      onChange={(value) => onChange(value ?? undefined)}
      onSearchChange={setText}
      searchable
      clearable
      clearButtonProps={{ "aria-label": "All workflows" }}
      w={220}
    />
  );
}
