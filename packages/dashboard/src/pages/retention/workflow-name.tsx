import type { ReactElement } from "react";
import { useApi } from "../../data/index.ts";
import { PageLink } from "../../ui/index.ts";
import { NamedWorkflowQuery } from "./documents.ts";

/** Leads to a workflow, by its name. One that was deleted still has its executions, and is called by its id. */
export function WorkflowName({ id }: { readonly id: string }): ReactElement {
  const { data } = useApi(NamedWorkflowQuery, { id });
  return (
    <PageLink to="/workflows/$id" params={{ id }} size="sm">
      {data?.workflow?.name ?? id}
    </PageLink>
  );
}
