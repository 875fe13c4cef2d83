import type { VariablesOf } from "../../data/index.ts";
import type { ExecutionsQuery } from "./documents.ts";
import { SPANS, type ExecutionsSearch } from "./executions-search.ts";

export type ExecutionFilter = NonNullable<VariablesOf<typeof ExecutionsQuery>["filter"]>;

const MINUTE = 60_000;

/** The filter of the API for what the address says. A span begins at a full minute, so that the list is not a new one at every look. */
export function filterOf(search: ExecutionsSearch, now: number): ExecutionFilter {
  const { workflow, version, status, event, waiting, name, text, since, from, to } = search;
  const begin = since === undefined ? -Infinity : Math.floor((now - SPANS[since]) / MINUTE) * MINUTE;
  const after = Math.max(begin, from === undefined ? -Infinity : Date.parse(from));
  return {
    ...(workflow !== undefined && { workflowId: workflow }),
    ...(version !== undefined && { version }),
    ...(status !== undefined && { status: [...status] }),
    ...(event !== undefined && { eventId: event }),
    ...(waiting !== undefined && { waitingFor: [...waiting] }),
    ...(name !== undefined && { waitingForName: name }),
    ...(text !== undefined && { text }),
    ...(after !== -Infinity && { createdAfter: new Date(after).toISOString() }),
    ...(to !== undefined && { createdBefore: to }),
  };
}
