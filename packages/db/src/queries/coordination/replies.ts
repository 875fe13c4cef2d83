import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";

export interface ClaimedReply {
  readonly id: number;
  readonly executionId: string;
  readonly path: string;
  readonly key: string;
  readonly reply: Json;
  /** ms since epoch. */
  readonly time: number;
  /** Tries before this one. */
  readonly attempts: number;
}

/** Takes replies that nobody holds, for `leaseMs` on the database's clock: a deliverer that dies gives them back so. */
export async function claimReplies(db: Database, limit: number, leaseMs: number): Promise<readonly ClaimedReply[]> {
  const { rows } = await sql<Omit<ClaimedReply, "time"> & { created_at: Date }>`
    with due as (
      select id from replies where delivered_at is null and (lease_until is null or lease_until <= clock_timestamp())
      order by id limit ${limit} for no key update skip locked
    ), claimed as (
      update replies r set lease_until = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms', attempts = attempts + 1
      from due where r.id = due.id
      returning r.id, r.execution_id as "executionId", r.path, r.key, r.body as reply, r.created_at, r.attempts - 1 as attempts
    )
    select * from claimed order by id`.execute(db);
  return rows.map(({ created_at, ...reply }) => ({ ...reply, time: created_at.getTime() }));
}

export interface ReplyOutcome {
  readonly id: number;
  /** `gone`: there is no such execution any more. */
  readonly outcome: "delivered" | "gone" | "failed";
  readonly error?: string | undefined;
  /** Of a failed one, until the next try. */
  readonly delayMs?: number | undefined;
}

/** Writes what became of claimed replies. */
export async function settleReplies(db: Database, outcomes: readonly ReplyOutcome[]): Promise<void> {
  const ids = outcomes.map(({ id }) => id);
  await sql`
    with o as (
      select * from json_to_recordset(${JSON.stringify(outcomes)}::json) as o(id bigint, outcome text, error text, "delayMs" float8)
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
