export const STATUSES = [
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "COMPLETED_WITH_ERRORS",
  "FAILED",
  "CANCELLED",
  "TERMINATED",
  "TIMED_OUT",
] as const;

export type ExecutionStatus = (typeof STATUSES)[number];

/** What the list of executions shows. It stands in the address, so that a view can be kept as a bookmark and sent to somebody. */
export interface ExecutionsSearch {
  readonly workflow?: string;
  /** A version of the workflow, by its number. */
  readonly version?: number;
  readonly status?: readonly ExecutionStatus[];
  readonly event?: string;
  /** Only those with a failed step that waits for a person. */
  readonly incident?: true;
  /** The cursors of the page. Without them: the newest, and live. */
  readonly after?: string;
  readonly before?: string;
}

/** Reads the address. What is no filter, or has no sense, is left out. */
export function readExecutionsSearch(search: Readonly<Record<string, unknown>>): ExecutionsSearch {
  const text = (name: string) => (typeof search[name] === "string" && search[name] !== "" ? search[name] : undefined);
  const given = Array.isArray(search["status"]) ? search["status"] : [search["status"]];
  const status = STATUSES.filter((one) => given.includes(one));
  const [workflow, event, after, before] = ["workflow", "event", "after", "before"].map(text);
  return {
    ...(workflow !== undefined && { workflow }),
    ...(Number.isInteger(search["version"]) && { version: search["version"] as number }),
    ...(status.length > 0 && { status }),
    ...(event !== undefined && { event }),
    ...(search["incident"] === true && { incident: true }),
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
  };
}

/** The search with another filter: it begins at the first page. */
export function withFilter(
  search: ExecutionsSearch,
  filter: Partial<Record<keyof ExecutionsSearch, unknown>>,
): ExecutionsSearch {
  const { after: _after, before: _before, ...filters } = search;
  return readExecutionsSearch({ ...filters, ...filter });
}
