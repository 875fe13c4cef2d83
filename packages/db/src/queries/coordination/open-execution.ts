import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { ExecutionStatus } from "../executions/read.ts";

export interface OwnExecution {
  readonly state: "open" | "closed";
  readonly id: string;
  readonly project: string;
  readonly status: ExecutionStatus;
  /** The event that started it. */
  readonly eventId: string;
  /** Executions in the chain of emitted events before it. */
  readonly hops: number;
}

/** The project of an execution; undefined where there is no such execution. */
export async function findExecutionProject(db: Database, executionId: string): Promise<string | undefined> {
  const row = await db.selectFrom("executions").select("project").where("id", "=", executionId).executeTakeFirst();
  return row?.project;
}

export type ExecutionState = OwnExecution | { readonly state: "unknown" };

/**
 * Keeps an execution from closing in Postgres until the transaction ends. Whatever is written for an execution (a call, a
 * wait, a lock) is written under it, so that the close either sees and removes it, or was before and refuses it.
 *
 * First of the locks that a transaction of this folder takes; then an event type's or a lock key's.
 */
export async function lockOpenExecution(trx: Database, executionId: string): Promise<ExecutionState> {
  const { rows } = await sql<Omit<OwnExecution, "state">>`
    select x.id, x.project, x.status, x.event_id as "eventId", e.hops
      from executions x join events e on e.id = x.event_id
     where x.id = ${executionId} for share of x`.execute(trx);
  const row = rows[0];
  if (row === undefined) return { state: "unknown" };
  return { ...row, state: row.status === "pending" || row.status === "running" ? "open" : "closed" };
}
