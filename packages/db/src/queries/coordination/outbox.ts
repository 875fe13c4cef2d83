import type { Json } from "@tempograph/graph";
import { sql } from "kysely";
import { storableJson } from "../storable.ts";
import type { Database } from "../../connection/open-database.ts";
import { REPLIES_CHANNEL } from "../../notify/channels.ts";
import { fairShares, toClaim, type Claim } from "../dispatch/fair-shares.ts";
import type { ExecutionStatus } from "../executions/read.ts";

export interface ClaimedReply {
  readonly id: number;
  readonly project: string;
  readonly executionId: string;
  readonly path: string;
  readonly key: string;
  readonly reply: Json;
  /** ms since epoch. */
  readonly time: number;
  /** Tries before this one. */
  readonly attempts: number;
}

/**
 * Takes replies that nobody holds, in equal shares of the projects, for `leaseMs` on the database's clock: a deliverer that dies gives
 * them back so.
 */
export async function claimReplies(db: Database, limit: number, leaseMs: number): Promise<Claim<ClaimedReply>> {
  const { rows } = await sql<Omit<ClaimedReply, "time"> & { created_at: Date; most: number }>`
    with due as (
      select r.id, share.most from ${fairShares("replies", sql`delivered_at is null`, limit)} as share (project, most)
      cross join lateral (
        select id from replies
         where delivered_at is null and project = share.project and (lease_until is null or lease_until <= clock_timestamp())
         order by id limit share.most for no key update skip locked) r
    ), claimed as (
      update replies r set lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms', attempts = attempts + 1
      from due where r.id = due.id
      returning r.id, r.project, due.most, r.execution_id as "executionId", r.path, r.key, r.body as reply, r.created_at, r.attempts - 1 as attempts
    )
    select * from claimed order by id`.execute(db);
  const { rows: claimed, mayBeMore } = toClaim(rows);
  return { rows: claimed.map(({ created_at, ...reply }) => ({ ...reply, time: created_at.getTime() })), mayBeMore };
}

export interface ReplyOutcome {
  readonly id: number;
  /** `gone`: the execution has ended. `unknown`: Temporal does not know it. It is tried again as long as it is open here, or may come back. */
  readonly outcome: "delivered" | "gone" | "unknown" | "failed";
  readonly error?: string | undefined;
  /** Until the next try. */
  readonly delayMs?: number | undefined;
}

/** Writes what became of claimed replies. */
export async function writeReplyOutcomes(db: Database, outcomes: readonly ReplyOutcome[]): Promise<void> {
  const ids = outcomes.map(({ id }) => id);
  await sql`
    with o as (
      select o.id, o.error, o."delayMs", case when o.outcome <> 'unknown' then o.outcome when exists (
          select from replies r join executions x on x.id = r.execution_id
           where r.id = o.id and (x.status in ('pending', 'running') or x.missing_since is not null))
        then 'failed' else 'gone' end as outcome
      from json_to_recordset(${storableJson(outcomes)}::json) as o(id bigint, outcome text, error text, "delayMs" float8)
    ), locked as (
      select id from replies where id = any(${ids}::bigint[]) order by id for no key update
    )
    update replies r set
      delivered_at = case when o.outcome = 'failed' then null else clock_timestamp() end,
      undeliverable = o.outcome = 'gone',
      lease_until = case when o.outcome = 'failed' then clock_timestamp() + coalesce(o."delayMs", 0) * interval '1 ms' end,
      error = o.error
    from o join locked using (id) where r.id = any(${ids}::bigint[]) and r.id = o.id`.execute(db);
}

/**
 * Puts the end of a called execution into the outbox; the deliverer asks Temporal, or closes a row that has not started.
 * Once asked to terminate, it stays so. An execution that has closed, or that was not called by `parentId`, is left alone.
 */
export async function requestChildEnd(
  db: Database,
  parentId: string,
  childId: string,
  how: "cancel" | "terminate",
): Promise<void> {
  await sql`
    with asked as (
      update calls set end_how = case when end_how = 'terminate' then end_how else ${how} end, end_due_at = clock_timestamp()
       where child_id = ${childId} and parent_id = ${parentId} and closed_at is null returning child_id
    )
    select pg_notify(${REPLIES_CHANNEL}, '') from asked`.execute(db);
}

export interface ChildEnd {
  readonly project: string;
  readonly childId: string;
  readonly parentId: string;
  readonly how: "cancel" | "terminate";
  readonly status: ExecutionStatus;
}

/**
 * Takes a lease of `leaseMs`, on the database's clock, on called executions that must be ended, in equal shares of the projects. If the
 * deliverer dies, the lease expires.
 */
export async function claimChildEnds(db: Database, limit: number, leaseMs: number): Promise<Claim<ChildEnd>> {
  const isDue = sql`end_due_at <= clock_timestamp()`;
  const { rows } = await sql<ChildEnd & { most: number }>`
    with due as (
      select c.child_id, share.most from ${fairShares("calls", isDue, limit)} as share (project, most)
      cross join lateral (
        select child_id from calls where ${isDue} and project = share.project
         order by end_due_at limit share.most for no key update skip locked) c
    ), claimed as (
      update calls c set end_due_at = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms', end_attempts = end_attempts + 1
      from due where c.child_id = due.child_id
      returning c.project, due.most, c.child_id, c.parent_id, c.end_how
    )
    select c.project, c.most, c.child_id as "childId", c.parent_id as "parentId", c.end_how as how, x.status
    from claimed c join executions x on x.id = c.child_id`.execute(db);
  return toClaim(rows);
}

/** Temporal was asked, or there is nothing to ask any more. What was asked for meanwhile stays due. */
export async function completeChildEnd(db: Database, { childId, how }: ChildEnd): Promise<void> {
  const own = db.updateTable("calls").set({ end_due_at: null }).where("child_id", "=", childId);
  await own
    .where("end_how", "=", how)
    // Temporal has not got the request for one that is missing. It stays due, in case it comes back.
    .where(
      sql<boolean>`not exists (select from executions x where x.id = calls.child_id and x.missing_since is not null)`,
    )
    .execute();
}

/** To be tried again after `delayMs`, on the database's clock. */
export async function delayChildEnds(db: Database, childIds: readonly string[], delayMs: number): Promise<void> {
  await sql`update calls set end_due_at = clock_timestamp() + ${delayMs}::float8 * interval '1 ms'
    where child_id = any(${childIds}::text[]) and end_due_at is not null`.execute(db);
}
