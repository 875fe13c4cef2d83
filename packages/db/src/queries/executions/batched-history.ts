import { sql, type RawBuilder } from "kysely";

/** The greatest number of events in a row of `history_batches`. The view `execution_history` counts on it. */
export const EVENTS_PER_BATCH = 250;

/**
 * Whether a row of `history_events` is in a batch, too, because workers of two versions have written it. `limit 1` looks it up by key, whereas
 * Postgres may turn `exists` into a scan of all batches.
 */
export function isBatched(row: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`coalesce((select true from history_batches b where b.execution_id = ${row}.execution_id and b.run_id = ${row}.run_id
    and b.last_event_id between ${row}.event_id and ${row}.event_id + ${sql.lit(EVENTS_PER_BATCH - 1)} and b.first_event_id <= ${row}.event_id
    limit 1), false)`;
}
