import { lockOpenExecution, type Database, type OwnExecution } from "@tempograph/db";
import { CoordinationError } from "./coordination-error.ts";

/**
 * The execution of the caller step. Its row is locked, so that it stays open until the transaction ends. The request of a closed
 * execution is refused, because nothing would ever remove what is written for it.
 */
export async function ownExecution(trx: Database, executionId: string): Promise<OwnExecution> {
  const found = await ownExecutionIfAny(trx, executionId);
  if (found !== undefined) return found;
  throw new CoordinationError(
    "EXECUTION_UNKNOWN",
    `The execution ${executionId}, to which the step belongs, has no row in Postgres.`,
    "Start executions through events or calls, and give all workers the same database.",
  );
}

/** The same; undefined for a node that a user tries out by itself, which belongs to no execution. */
export async function ownExecutionIfAny(trx: Database, executionId: string): Promise<OwnExecution | undefined> {
  const found = await lockOpenExecution(trx, executionId);
  if (found.state === "open") return found;
  if (found.state === "unknown") return undefined;
  throw new CoordinationError(
    "EXECUTION_CLOSED",
    `The execution ${executionId}, to which the step belongs, has closed (${found.status}).`,
    "You need not do anything: the step was still running when its execution closed.",
  );
}
