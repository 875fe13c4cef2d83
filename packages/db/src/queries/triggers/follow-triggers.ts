import type { JsonObject } from "@tempograph/graph";
import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { fairShares, toClaim, type Claim } from "../dispatch/fair-shares.ts";
import type { TriggerKey, TriggerProblem, TriggerRow } from "./trigger-row.ts";
import { inMs, isTrigger, problemJson, triggerColumnsOf } from "./trigger-sql.ts";

/** A worker's lease on a trigger that is read all the time. It ends when the trigger changes. */
export type FollowLease = TriggerKey & { readonly revision: number; readonly holder: string };

const isHeld = ({ holder, revision, ...key }: FollowLease) =>
  sql<boolean>`${isTrigger(key)} and follower = ${holder} and follow_until > clock_timestamp()
    and revision = ${revision}::bigint and status <> 'ended'`;

/** Takes triggers of a kind that nobody reads, and with which the outside is in line, in equal shares of the projects. */
export async function claimFollows(
  db: Database,
  { kind, holder, limit, leaseMs }: { kind: string; holder: string; limit: number; leaseMs: number },
): Promise<Claim<TriggerRow>> {
  const isFree = sql`kind = ${kind} and status <> 'ended' and revision = synced_revision
    and (follow_until is null or follow_until <= clock_timestamp())`;
  const { rows } = await sql<TriggerRow & { readonly most: number }>`
    with free as (
      select c.workflow_id, c.trigger_id, c.kind, share.most
      from ${fairShares("workflow_triggers", isFree, limit)} as share (project, most)
      cross join lateral (
        select workflow_id, trigger_id, kind from workflow_triggers
         where project = share.project and ${isFree} order by follow_until nulls first
         limit share.most for no key update skip locked) c
    )
    update workflow_triggers t set follower = ${holder}, follow_until = ${inMs(leaseMs)}
    from free f where t.workflow_id = f.workflow_id and t.trigger_id = f.trigger_id and t.kind = f.kind
    returning ${triggerColumnsOf("t")}, f.most`.execute(db);
  return toClaim(rows);
}

/** False: the lease is lost, or the trigger was changed, paused or ended. */
export async function renewFollow(db: Database, lease: FollowLease, leaseMs: number): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update workflow_triggers set follow_until = ${inMs(leaseMs)} where ${isHeld(lease)}`.execute(db);
  return numAffectedRows > 0n;
}

/** Gives the lease back. Nobody takes it for `delayMs`. */
export async function releaseFollow(db: Database, { holder, ...key }: FollowLease, delayMs: number): Promise<void> {
  await sql`
    update workflow_triggers set follower = null, follow_until = ${delayMs > 0 ? inMs(delayMs) : sql`null`}
    where ${isTrigger(key)} and follower = ${holder}`.execute(db);
}

/**
 * Whether the lease is held, until the transaction ends: meanwhile the trigger is neither paused nor changed, and nobody else takes it.
 * What is stored together with this answer was stored while the trigger was active.
 */
export async function lockFollow(tx: Database, lease: FollowLease): Promise<boolean> {
  const { rows } = await sql`select from workflow_triggers where ${isHeld(lease)} for share`.execute(tx);
  return rows.length > 0;
}

/** Changes fields of what a trigger's kind keeps. */
export async function patchTriggerState(db: Database, key: TriggerKey, patch: JsonObject): Promise<void> {
  await sql`update workflow_triggers set state = state || ${JSON.stringify(patch)}::jsonb where ${isTrigger(key)}`.execute(
    db,
  );
}

/** The same, by the worker that holds the lease. False: the lease is lost, or the trigger was changed, paused or ended. */
export async function patchFollowedState(db: Database, lease: FollowLease, patch: JsonObject): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update workflow_triggers set state = state || ${JSON.stringify(patch)}::jsonb where ${isHeld(lease)}`.execute(db);
  return numAffectedRows > 0n;
}

/** Says what keeps a trigger from working, or that nothing does. */
export async function setTriggerProblem(
  db: Database,
  key: TriggerKey,
  problem: Omit<TriggerProblem, "at"> | null,
): Promise<void> {
  await sql`
    update workflow_triggers set problem = ${problem === null ? sql`null` : problemJson(problem)}
    where ${isTrigger(key)} and (problem is not null or ${problem !== null})`.execute(db);
}
