import type { Json } from "@tempograph/graph";
import { EVENTS_PER_BATCH } from "../executions/batched-history.ts";
import type { HistoryEventRow, MirroredRun } from "./rows.ts";
import type { RowSet } from "./write-rows.ts";

type Batch = RowSet["history"][number];

/** The most characters of JSON in a row that has several events: whoever reads one event of a row unpacks all of them. */
const CHARACTERS_PER_BATCH = 256 * 1024;

/**
 * The rows of a run's events after `stored`, the last one that is stored already. Every write brings the events in order and none is left out, so those
 * that are stored are the first ones. Each row has as many as a reader can unpack at once: a history of any length is
 * only added to, and a page of it costs the same everywhere.
 */
export function historyBatches(
  { executionId, runId, events }: Pick<MirroredRun, "executionId" | "runId" | "events">,
  stored: number,
): Batch[] {
  const batches: Batch[] = [];
  let batch: Json[] = [];
  let characters = 0;
  let first: HistoryEventRow | undefined;
  let last = 0;
  for (const event of events) {
    if (event.eventId <= stored) continue;
    const size = charactersOf(event.json);
    const isFull = batch.length === EVENTS_PER_BATCH || characters + size > CHARACTERS_PER_BATCH;
    if (isFull || event.eventId !== last + 1) end();
    first ??= event;
    last = event.eventId;
    batch.push(event.json);
    characters += size;
  }
  end();
  return batches;

  function end(): void {
    if (first === undefined) return;
    batches.push({
      execution_id: executionId,
      run_id: runId,
      first_event_id: first.eventId,
      last_event_id: last,
      first_event_time: first.eventTime,
      events: batch,
    });
    batch = [];
    characters = 0;
    first = undefined;
  }
}

/** About as many characters as the value has as JSON. Cheaper than the text itself, which is made later for the whole row. */
function charactersOf(value: Json): number {
  if (typeof value === "string") return value.length + 3;
  if (typeof value !== "object" || value === null) return 6;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersOf(item), 2);
  return Object.entries(value).reduce((sum, [name, field]) => sum + name.length + 4 + charactersOf(field), 2);
}
