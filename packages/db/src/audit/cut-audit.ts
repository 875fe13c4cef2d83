import { sql } from "kysely";
import type { Database } from "../connection/open-database.ts";
import { AUDIT_CUT } from "./verify-audit.ts";

/**
 * Removes the rows of every project that are older than a moment, and adds a row to each log that says so. The chain goes on from the hash of
 * the last row that was removed. Only the owner of the tables can do it. Returns how many rows were removed.
 */
export async function cutAudit(db: Database, before: Date): Promise<number> {
  const { rows: chains } = await sql<{ project: string }>`select project from audit_chains order by project`.execute(
    db,
  );
  let removed = 0;
  for (const { project } of chains) removed += await db.transaction().execute((trx) => cutChain(trx, project, before));
  return removed;
}

async function cutChain(trx: Database, project: string, before: Date): Promise<number> {
  // No row is added while the first one that stays is looked for.
  await sql`select from audit_chains where project = ${project} for update`.execute(trx);
  const { rows } = await sql<{ position: string; hash: Buffer }>`
    select position::text as position, hash from audit_log
     where project = ${project} and position < coalesce(
       (select min(position) from audit_log where project = ${project} and at >= ${before}), 9223372036854775807)
     order by audit_log.position desc limit 1`.execute(trx);
  const last = rows[0];
  if (last === undefined) return 0;
  await sql`select set_config('tempograph.audit_cut', 'on', true)`.execute(trx);
  const { numAffectedRows } = await sql`
    delete from audit_log where project = ${project} and position <= ${last.position}::bigint`.execute(trx);
  await sql`update audit_chains set cut_position = ${last.position}::bigint, cut_hash = ${last.hash}
    where project = ${project}`.execute(trx);
  const input = { before: before.toISOString(), position: last.position, hash: last.hash.toString("hex") };
  await sql`insert into audit_log (project, actor, actor_roles, action, input, outcome)
    values (${project}, current_user, '{}', ${AUDIT_CUT}, ${JSON.stringify(input)}::jsonb, 'ok')`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}
