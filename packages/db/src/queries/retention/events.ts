import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { effectiveDays } from "./effective-days.ts";
import { removalLock } from "./holds.ts";
import { LEVELS } from "./levels.ts";
import { listRetentionPolicies } from "./policy.ts";
import { assertLease } from "./state.ts";

/** Events that started nothing, of a project that does not keep them any longer. */
export interface DueEvents {
  readonly project: string;
  readonly level: typeof LEVELS.values | typeof LEVELS.shapes;
  readonly ids: readonly string[];
  /** The last number that was looked at: the next call goes on behind it. */
  readonly upTo: number;
}

/** No execution, no outcome and no later event needs its row, or, with values, its data. */
const isFree = sql`v.dispatched_at is not null
  and not exists (select from executions e where e.event_id = v.id)
  and not exists (select from event_outcomes x left join executions o on o.id = x.into_execution
                   where x.event_id = v.id and (x.outcome = 'held' or (o.id is not null and o.closed_at is null)))`;
const isUnnamed = sql`not exists (select from events r where r.resend_of = v.id)`;

/** Events behind a number whose time is over, by the policy of the project; undefined if none is left to look at. */
export async function findDueEvents(
  db: Database,
  project: string,
  { after, limit, level }: { readonly after: number; readonly limit: number; readonly level: DueEvents["level"] },
): Promise<DueEvents | undefined> {
  const own = (await listRetentionPolicies(db, project)).find(({ workflowId }) => workflowId === null);
  const { values, shapes } = effectiveDays(own);
  const days = level === LEVELS.values ? values : shapes;
  if (days === null) return undefined;
  const { rows } = await sql<{ id: string; seq: number; free: boolean }>`
    select v.id, v.seq::float8 as seq,
      (${isFree} and ${level === LEVELS.values ? sql`v.data_removed_at is null` : isUnnamed}) as free
      from (select * from events where project = ${project} and seq > ${after} order by seq limit ${limit}) v
     where v.received_at < now() - ${days} * interval '1 day'
       and not exists (select from retention_holds h where h.project = ${project} and h.released_at is null
                          and h.workflow_id is null and h.execution_id is null)
     order by v.seq`.execute(db);
  if (rows.length === 0) return undefined;
  return { project, level, ids: rows.filter(({ free }) => free).map(({ id }) => id), upTo: rows.at(-1)!.seq };
}

/** Removes what was found; returns how many rows were deleted or emptied. Throws if another process has taken the lease. */
export async function removeEvents(db: Database, due: DueEvents, fence: number): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    await assertLease(trx, fence);
    await sql`select pg_advisory_xact_lock_shared(${removalLock(due.project)})`.execute(trx);
    const { rows } = await sql<{
      id: string;
    }>`select v.id from events v where v.id = any(${due.ids}::text[]) and ${isFree}
      and not exists (select from retention_holds h where h.project = ${due.project} and h.released_at is null
                        and h.workflow_id is null and h.execution_id is null)
      for update of v skip locked`.execute(trx);
    const ids = rows.map(({ id }) => id);
    return due.level === LEVELS.values ? await emptyEvents(trx, ids) : await deleteEvents(trx, ids);
  });
}

/** Removes the data of those events whose executions all have lost their values. */
export async function emptyEvents(db: Database, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    update events v set data = 'null', attributes = null, data_removed_at = now()
     where v.id = any(${ids}::text[]) and v.data_removed_at is null and v.dispatched_at is not null
       and not exists (select from executions e where e.event_id = v.id and e.removed < ${LEVELS.values})
       and not exists (select from event_outcomes x left join executions o on o.id = x.into_execution
                        where x.event_id = v.id and (x.outcome = 'held' or (o.id is not null and o.closed_at is null)))
     returning v.id`.execute(db);
  const emptied = rows.map(({ id }) => id);
  await sql`delete from event_files where event_id = any(${emptied}::text[])`.execute(db);
  await sql`delete from hook_answers where event_id = any(${emptied}::text[]) and until < now()`.execute(db);
  return emptied.length;
}

/** Deletes those events that no execution, no outcome and no later event needs, with the outcomes that say what came of them. */
export async function deleteEvents(db: Database, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select v.id from events v where v.id = any(${ids}::text[]) and ${isFree} and ${isUnnamed}
       for update of v skip locked`.execute(db);
  const free = rows.map(({ id }) => id);
  for (const [table, column] of [
    ["event_outcomes", "event_id"],
    ["event_files", "event_id"],
    ["hook_answers", "event_id"],
    ["events", "id"],
  ] as const)
    await sql`delete from ${sql.table(table)} where ${sql.ref(column)} = any(${free}::text[])`.execute(db);
  return free.length;
}
