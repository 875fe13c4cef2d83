import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { fairShares, toClaim, type Claim } from "../dispatch/fair-shares.ts";
import type { TriggerKey, TriggerProblem, TriggerRow } from "./trigger-row.ts";
import { inMs, isTrigger, problemJson, triggerColumnsOf } from "./trigger-sql.ts";

/**
 * Takes triggers whose last change the outside has not followed, in equal shares of the projects, for `leaseMs` on the database's clock:
 * a worker that dies gives them back so.
 */
export async function claimTriggerSyncs(db: Database, limit: number, leaseMs: number): Promise<Claim<TriggerRow>> {
  const { rows } = await sql<TriggerRow & { readonly most: number }>`
    with due as (
      select c.workflow_id, c.trigger_id, c.kind, share.most
      from ${fairShares("workflow_triggers", sql`revision > synced_revision`, limit)} as share (project, most)
      cross join lateral (
        select workflow_id, trigger_id, kind from workflow_triggers
         where revision > synced_revision and project = share.project and (lease_until is null or lease_until <= clock_timestamp())
         order by updated_at limit share.most for no key update skip locked) c
    )
    update workflow_triggers t set lease_until = ${inMs(leaseMs)}
    from due d where t.workflow_id = d.workflow_id and t.trigger_id = d.trigger_id and t.kind = d.kind
    returning ${triggerColumnsOf("t")}, d.most`.execute(db);
  return toClaim(rows);
}

/** The outside has followed this revision. A row that has ended goes, unless it was changed meanwhile. */
export async function markTriggerSynced(db: Database, row: TriggerKey & { readonly revision: number }): Promise<void> {
  const { rows } = await sql<{ status: string }>`
    update workflow_triggers set synced_revision = greatest(synced_revision, ${row.revision}::bigint),
      lease_until = null, attempts = 0, problem = null
    where ${isTrigger(row)} returning status`.execute(db);
  if (rows[0]?.status !== "ended") return;
  await sql`delete from workflow_triggers where ${isTrigger(row)} and status = 'ended' and revision = ${row.revision}::bigint`.execute(
    db,
  );
}

/** The outside could not follow: why, and how long nobody tries again. */
export async function delayTriggerSync(
  db: Database,
  row: TriggerKey,
  problem: Omit<TriggerProblem, "at">,
  delayMs: number,
): Promise<void> {
  await sql`
    update workflow_triggers set attempts = attempts + 1,
      lease_until = ${inMs(delayMs)}, problem = ${problemJson(problem)}
    where ${isTrigger(row)}`.execute(db);
}

/** The triggers of a kind that are in line with the outside, as far as is known, and were not changed for `settledMs`. */
export async function listSyncedTriggers(
  db: Database,
  kind: string,
  settledMs: number,
): Promise<readonly TriggerRow[]> {
  const { rows } = await sql<TriggerRow>`
    select ${triggerColumnsOf("t")} from workflow_triggers t
    where t.kind = ${kind} and t.status <> 'ended' and t.revision = t.synced_revision
      and t.updated_at < clock_timestamp() - ${settledMs}::float8 * interval '1 ms'`.execute(db);
  return rows;
}

/** Somebody has changed the outside by hand: a worker brings it into line again. Nothing happens if the row has changed meanwhile. */
export async function syncTriggerAgain(db: Database, row: TriggerKey & { readonly revision: number }): Promise<void> {
  await sql`update workflow_triggers set synced_revision = revision - 1, lease_until = null
    where ${isTrigger(row)} and revision = ${row.revision}::bigint and synced_revision = revision`.execute(db);
}
