import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import { REPLIES_CHANNEL } from "../../notify/channels.ts";
import type { ExecutionStatus } from "../executions/record.ts";

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
  readonly childId: string;
  readonly parentId: string;
  readonly how: "cancel" | "terminate";
  readonly status: ExecutionStatus;
}

/** Takes a lease of `leaseMs`, on the database's clock, on called executions that must be ended. If the deliverer dies, the lease expires. */
export async function claimChildEnds(db: Database, limit: number, leaseMs: number): Promise<readonly ChildEnd[]> {
  const { rows } = await sql<ChildEnd>`
    with due as (
      select child_id from calls where end_due_at <= clock_timestamp()
      order by end_due_at limit ${limit} for no key update skip locked
    ), claimed as (
      update calls c set end_due_at = clock_timestamp() + ${leaseMs}::float8 * interval '1 ms', end_attempts = end_attempts + 1
      from due where c.child_id = due.child_id returning c.child_id, c.parent_id, c.end_how
    )
    select c.child_id as "childId", c.parent_id as "parentId", c.end_how as how, x.status
    from claimed c join executions x on x.id = c.child_id`.execute(db);
  return rows;
}

/** Temporal was asked, or there is nothing to ask any more. What was asked for meanwhile stays due. */
export async function settleChildEnd(db: Database, { childId, how }: ChildEnd): Promise<void> {
  const own = db.updateTable("calls").set({ end_due_at: null }).where("child_id", "=", childId);
  await own.where("end_how", "=", how).execute();
}

/** To be tried again after `delayMs`, on the database's clock. */
export async function delayChildEnds(db: Database, childIds: readonly string[], delayMs: number): Promise<void> {
  await sql`update calls set end_due_at = clock_timestamp() + ${delayMs}::float8 * interval '1 ms'
    where child_id = any(${childIds}::text[]) and end_due_at is not null`.execute(db);
}
