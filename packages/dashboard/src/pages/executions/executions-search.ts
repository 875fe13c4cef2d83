import { readCursors, readText, withFilter, type Cursors } from "../../ui/cursors.ts";

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

/** Those of executions that have not ended, and of those that ended badly. */
export const OPEN_STATUSES: readonly ExecutionStatus[] = ["PENDING", "RUNNING"];
export const FAILED_STATUSES: readonly ExecutionStatus[] = ["FAILED", "TIMED_OUT"];

export type ExecutionStatus = (typeof STATUSES)[number];

export const WAITS = ["APPROVAL", "SIGNAL", "EVENT", "TIMER", "LOCK", "WORKFLOW", "PERSON", "RESUME"] as const;

export type WaitKind = (typeof WAITS)[number];

/** How far back the list goes, in milliseconds. */
export const SPANS = { "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000 } as const;

export type Span = keyof typeof SPANS;

/** The columns, in their order. That of the execution itself is always there. */
export const COLUMNS = ["status", "workflow", "event", "trigger", "began", "ended", "lasts", "failure"] as const;

export type ColumnName = (typeof COLUMNS)[number];

export const USUAL_COLUMNS: readonly ColumnName[] = ["status", "workflow", "began", "lasts"];

/** What the list of executions shows. It stands in the address, so that a view can be kept as a bookmark and sent to somebody. */
export interface ExecutionsSearch extends Cursors {
  readonly workflow?: string;
  /** A version of the workflow, by its number. */
  readonly version?: number;
  readonly status?: readonly ExecutionStatus[];
  readonly event?: string;
  /** What they wait for. */
  readonly waiting?: readonly WaitKind[];
  /** The name of what they wait for, such as that of a signal. */
  readonly name?: string;
  /** A text in the event's data, in the output or in the failure. */
  readonly text?: string;
  /** How far back, counted from the moment at which somebody looks. */
  readonly since?: Span;
  /** Created at this moment or later, and before that one (RFC 3339). */
  readonly from?: string;
  readonly to?: string;
  /** Absent: the usual ones. */
  readonly columns?: readonly ColumnName[];
}

const FILTERS = [
  "workflow",
  "version",
  "status",
  "event",
  "waiting",
  "name",
  "text",
  "since",
  "from",
  "to",
] as const satisfies readonly (keyof ExecutionsSearch)[];

export const isFiltered = (search: ExecutionsSearch): boolean => FILTERS.some((name) => search[name] !== undefined);

/** Reads the address. What is no filter, or has no sense, is left out. */
export function readExecutionsSearch(search: Readonly<Record<string, unknown>>): ExecutionsSearch {
  const status = chosen(STATUSES, search["status"]);
  // Before there were kinds of waits, an address said `incident=true`.
  const waiting = search["incident"] === true ? (["PERSON"] as const) : chosen(WAITS, search["waiting"]);
  const columns = chosen(COLUMNS, search["columns"]);
  const [since] = chosen(Object.keys(SPANS) as Span[], search["since"]);
  const texts = (["workflow", "event", "name", "text"] as const).map((name) => [name, readText(search, name)] as const);
  const moments = (["from", "to"] as const).map((name) => [name, readMoment(search, name)] as const);
  return {
    ...Object.fromEntries([...texts, ...moments].filter(([, value]) => value !== undefined)),
    ...(Number.isInteger(search["version"]) && { version: search["version"] as number }),
    ...(status.length > 0 && { status }),
    ...(waiting.length > 0 && { waiting }),
    ...(since !== undefined && { since }),
    ...(columns.length > 0 && { columns }),
    ...readCursors(search),
  };
}

function readMoment(search: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const at = Date.parse(readText(search, name) ?? "");
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** Those of the values that are given, once each and in their order. */
function chosen<Value>(values: readonly Value[], given: unknown): Value[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return values.filter((value) => list.includes(value));
}

/** The search with another filter. An emptied list of choices is no filter. */
export function withExecutionFilter(
  search: ExecutionsSearch,
  filter: Partial<Record<keyof ExecutionsSearch, unknown>>,
): ExecutionsSearch {
  return readExecutionsSearch({ ...withFilter(search, filter) });
}
