import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { DueExecutions } from "./due.ts";
import { emptyEvents, deleteEvents } from "./events.ts";
import { removalLock } from "./holds.ts";
import { deletedBy, LEVELS, levelsBetween } from "./levels.ts";
import { isHeld, isMirrored, isNamed, isNeeded } from "./removable.ts";
import { assertLease } from "./state.ts";

/**
 * Removes what was found due, in one transaction; returns how many rows were deleted or emptied. What has changed since it was found
 * stays: an execution that was held, run again or opened again. Throws if another process has taken the lease.
 */
export async function removeExecutions(db: Database, due: DueExecutions, fence: number): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    await assertLease(trx, fence);
    await sql`select pg_advisory_xact_lock_shared(${removalLock(due.project)})`.execute(trx);
    const { rows } = await sql<{ id: string; eventId: string; isRerun: boolean }>`
      select e.id, e.event_id as "eventId", e.rerun_of is not null as "isRerun" from executions e
       where e.id = any(${due.ids}::text[]) and e.removed = ${due.removed} and e.closed_at is not null and ${isMirrored}
         and not ${isHeld} and not ${isNeeded} and ${due.level === LEVELS.shapes ? sql`not ${isNamed}` : sql`true`}
       for update of e skip locked`.execute(trx);
    const ids = rows.map(({ id }) => id);
    const events = [...new Set(rows.map(({ eventId }) => eventId))];
    if (ids.length === 0) return 0;
    let removed = 0;
    for (const level of levelsBetween(due.removed, due.level)) {
      // The rows are deleted in a moment: emptying them before would write them twice.
      if (level === LEVELS.values && due.level === LEVELS.values) removed += await emptyRows(trx, ids);
      if (level === LEVELS.shapes) await forgetNames(trx, ids);
      for (const { table, column } of deletedBy[level])
        removed += await affected(
          sql`delete from ${sql.table(table)} where ${sql.ref(column)} = any(${ids}::text[])`.execute(trx),
        );
    }
    if (due.level === LEVELS.shapes) {
      const started = rows.filter(({ isRerun }) => !isRerun).map(({ eventId }) => eventId);
      removed += await deleteEvents(trx, events);
      await forgetStarts(trx, started);
      return removed;
    }
    await sql`update executions set removed = ${due.level} where id = any(${ids}::text[])`.execute(trx);
    return due.level === LEVELS.values ? removed + (await emptyEvents(trx, events)) : removed;
  });
}

/** A failure without its texts, which may contain values. */
const emptyFailure = sql`case when failure is null then null else jsonb_strip_nulls(jsonb_build_object(
  'code', failure->'code', 'path', failure->'path', 'message', 'This text was removed when its time of retention was over.')) end`;

async function emptyRows(db: Database, ids: readonly string[]): Promise<number> {
  const executions = sql`update executions set output = null, seed = null, failure = ${emptyFailure} where id = any(${ids}::text[])`;
  const steps = sql`update steps set input = null, output = null, failure = ${emptyFailure}
    where execution_id = any(${ids}::text[]) and (input is not null or output is not null or failure is not null)`;
  const attempts = sql`update step_attempts set failure = ${emptyFailure}
    where execution_id = any(${ids}::text[]) and failure is not null`;
  let emptied = 0;
  for (const statement of [executions, steps, attempts]) emptied += await affected(statement.execute(db));
  return emptied;
}

/** Items of bulk jobs that are done, and outcomes of other events that ended in these executions. */
async function forgetNames(db: Database, ids: readonly string[]): Promise<void> {
  await sql`delete from bulk_items where execution_id = any(${ids}::text[])`.execute(db);
  await sql`update event_outcomes set into_execution = null where into_execution = any(${ids}::text[])`.execute(db);
}

/** The accounts of events that stay, because another workflow's execution does: the pair with this workflow is no longer part of them (I12). */
async function forgetStarts(db: Database, events: readonly string[]): Promise<void> {
  await sql`update events v set concerned = v.concerned - s.count, matched = v.matched - s.count
     from (select id, count(*)::integer as count from unnest(${events}::text[]) as id group by id) s
    where v.id = s.id and v.concerned is not null`.execute(db);
}

export async function affected(done: Promise<{ readonly numAffectedRows?: bigint }>): Promise<number> {
  return Number((await done).numAffectedRows ?? 0n);
}
