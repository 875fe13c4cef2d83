import { sql, type Transaction } from "kysely";
import type { Tables } from "../../tables.ts";
import type { MirroredRun } from "./rows.ts";
import type { StoredEvents } from "./stored-events.ts";

/**
 * The runs that have another history in Temporal now than the one that was mirrored, with the id of an event that differs. Temporal's events never
 * change, so only a Temporal that was restored from an older copy, in which the run has gone on otherwise, gives another event under the same id.
 * Of each run one event is compared: the newest one that is stored and has been read again. A follower that reads on where it was has read none
 * again, and costs no query.
 */
export async function findOtherHistories(
  tx: Transaction<Tables>,
  runs: readonly Pick<MirroredRun, "executionId" | "runId" | "events">[],
  stored: ReadonlyMap<string, StoredEvents>,
): Promise<ReadonlyMap<string, number>> {
  const readAgain = runs.flatMap(({ executionId, runId, events }) => {
    const event = events.findLast(({ eventId }) => eventId <= stored.get(runId)!.lastEventId);
    return event === undefined ? [] : [{ executionId, runId, event }];
  });
  if (readAgain.length === 0) return new Map();
  const { rows } = await sql<{ runId: string; eventTime: string | null }>`
    select w.r as "runId", coalesce(
        (select b.events->(w.n - b.first_event_id)::int->>'eventTime' from history_batches b
          where b.execution_id = w.e and b.run_id = w.r and b.last_event_id >= w.n order by b.last_event_id limit 1),
        (select h.attributes->>'eventTime' from history_events h where h.execution_id = w.e and h.run_id = w.r and h.event_id = w.n)) as "eventTime"
      from unnest(${readAgain.map((run) => run.executionId)}::text[], ${readAgain.map((run) => run.runId)}::text[],
        ${readAgain.map(({ event }) => event.eventId)}::bigint[]) as w (e, r, n)`.execute(tx);
  const times = new Map(rows.map(({ runId, eventTime }) => [runId, eventTime]));
  return new Map(
    readAgain.flatMap(({ runId, event }) => {
      const time = times.get(runId) ?? null;
      return time === null || time === event.eventTime ? [] : [[runId, event.eventId]];
    }),
  );
}
