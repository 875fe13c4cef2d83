import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { countMembers, removeExpiredMembers } from "./members.ts";

/**
 * Removes what has expired from up to `limit` entries. Entries that somebody else has locked are left for the next time. Answers how many
 * entries it looked at.
 */
export async function sweepStateEntries(db: Database, limit: number): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: number; kind: string }>`
      select id, kind from state_entries where expires_at <= now()
       order by expires_at limit ${limit} for update skip locked`.execute(trx);
    const values = rows.filter(({ kind }) => kind === "value").map(({ id }) => id);
    if (values.length > 0) await trx.deleteFrom("state_entries").where("id", "in", values).execute();
    for (const { id, kind } of rows) {
      if (kind !== "set") continue;
      await removeExpiredMembers(trx, id);
      await countMembers(trx, id);
    }
    return rows.length;
  });
}

/** Removes what deleted workflows remembered, once none of their executions is open. Answers how many entries it removed. */
export async function sweepDeletedWorkflows(db: Database, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from state_entries where id in (
      select s.id from workflows w join state_entries s on s.project = w.project and s.workflow_id = w.id
       where w.status = 'deleted' and not exists (
         select from executions x where x.workflow_id = w.id and x.status in ('pending', 'running'))
       limit ${limit} for update of s skip locked)`.execute(db);
  return Number(numAffectedRows ?? 0);
}
