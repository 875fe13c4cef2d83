import { type JsonObject, limits } from "@tempograph/graph";
import type { SourceEvent } from "../trigger-kind.ts";
import type { DatabaseChange, ReadChange } from "./change.ts";

/** The event of a change. Values that are too large for an event are left out and named in `omitted`, so that no change is lost. */
export function changeEvent(
  { change, idempotencyKey }: ReadChange,
  { project, source }: { readonly project: string; readonly source: string },
): SourceEvent {
  return {
    ...{ project, source, idempotencyKey },
    type: `database.${change.operation}`,
    subject: change.table,
    time: change.transaction.at,
    data: withinLimits(change) as unknown as JsonObject,
  };
}

/** The same event with columns left out and named: those with such a value, or every one. */
export function withoutRows(event: SourceEvent, isOne: (value: unknown) => boolean = () => true): SourceEvent {
  const change = event.data as unknown as DatabaseChange;
  const columns = [change.new, change.old, change.key].flatMap((row) =>
    Object.entries(row ?? {}).flatMap(([name, value]) => (isOne(value) ? [name] : [])),
  );
  return { ...event, data: without(change, columns) as unknown as JsonObject };
}

function withinLimits(change: DatabaseChange): DatabaseChange {
  const tooDeep = [change.new, change.old].flatMap((row) =>
    Object.entries(row ?? {}).flatMap(([name, value]) => (depthOf(value) > limits.MAX_DEPTH - 3 ? [name] : [])),
  );
  let fitting = tooDeep.length === 0 ? change : without(change, tooDeep);
  while (Buffer.byteLength(JSON.stringify(fitting)) > limits.MAX_VALUE_BYTES) {
    const largest = largestColumn(fitting);
    if (largest === undefined) break;
    fitting = without(fitting, [largest]);
  }
  return fitting;
}

function without(change: DatabaseChange, columns: readonly string[]): DatabaseChange {
  const rest = (row: JsonObject | null): JsonObject | null =>
    row && Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)));
  return {
    ...change,
    new: rest(change.new),
    old: rest(change.old),
    key: rest(change.key),
    omitted: [...new Set([...change.omitted, ...columns])],
  };
}

function largestColumn(change: DatabaseChange): string | undefined {
  const sizes = [change.new, change.old, change.key].flatMap((row) =>
    Object.entries(row ?? {}).map(([name, value]) => ({ name, size: JSON.stringify(value).length })),
  );
  return sizes.reduce<{ name: string; size: number } | undefined>(
    (most, each) => (most === undefined || each.size > most.size ? each : most),
    undefined,
  )?.name;
}

/** Levels of nesting. A stack of our own, because JSON from a table may be nested deeper than calls can be. */
function depthOf(value: unknown): number {
  let deepest = 0;
  const open: [unknown, number][] = [[value, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [inner, depth] = next;
    if (typeof inner !== "object" || inner === null) continue;
    deepest = Math.max(deepest, depth);
    if (deepest > limits.MAX_DEPTH) break;
    for (const child of Object.values(inner)) open.push([child, depth + 1]);
  }
  return deepest;
}
