import { sql, type RawBuilder } from "kysely";
import { UPDATES_PER_BATCH } from "./update-batches.ts";

/** How much is read at once. The first update is read in any case. */
export interface UpdatesLimit {
  readonly updates: number;
  /** Characters of their bodies, of which the last one may go beyond. */
  readonly bytes: number;
}

/**
 * The rows (seq, key, kind, path, body, at) of an execution's updates after a cursor, in commit order (I7). Those that came with the end of the
 * execution are taken out of their batches.
 */
export function updatesAfter(
  executionId: RawBuilder<string>,
  after: RawBuilder<string>,
  { updates, bytes }: UpdatesLimit,
): RawBuilder<unknown> {
  const most = sql.lit(updates);
  const batches = sql.lit(Math.ceil(updates / UPDATES_PER_BATCH) + 1);
  return sql`
    select s.seq, s.key, s.kind, s.path, s.body, s.at
      from (select u.*, sum(length(u.body::text)) over (order by u.seq rows between unbounded preceding and 1 preceding) as before
      from ((
        select seq, key, kind, path, body, at from execution_updates
         where execution_id = ${executionId} and seq > ${after}
         order by seq limit ${most}
      ) union all (
        select b.first_seq + b.skipped + each.nth - 1, each.update->>'key', each.update->>'kind', each.update->>'path',
            each.update->'body', (each.update->>'at')::timestamptz
          from (select first_seq, updates, greatest(${after} + 1 - first_seq, 0) as skipped
                  from execution_update_batches where execution_id = ${executionId} and seq > ${after}
                 order by seq limit ${batches}) b
         cross join lateral jsonb_array_elements(jsonb_path_query_array(b.updates, '$[$from to $to]',
            jsonb_build_object('from', b.skipped, 'to', b.skipped + ${most} - 1))) with ordinality each (update, nth)
      )) u (seq, key, kind, path, body, at)
     order by u.seq limit ${most}) s
     where s.before is null or s.before < ${sql.lit(bytes)}
     order by s.seq`;
}
