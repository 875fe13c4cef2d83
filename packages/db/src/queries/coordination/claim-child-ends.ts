import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { ExecutionStatus } from "../executions/execution-record.ts";

export interface ChildEnd {
  readonly childId: string;
  readonly parentId: string;
  readonly how: "cancel" | "terminate";
  readonly status: ExecutionStatus;
}

/** Takes called executions that are to be ended, for `leaseMs` on the database's clock; a deliverer that dies gives them back so. */
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
