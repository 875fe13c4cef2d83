import { lockOpenExecution, type Database, type OwnExecution } from "@tempograph/db";
import { CoordinationError } from "./coordination-error.ts";

/**
 * The execution that asks, kept open until the transaction ends. One that has closed asks for nothing any more: its step
 * outlived it, and whatever were written for it would stay behind.
 */
export async function ownExecution(trx: Database, executionId: string): Promise<OwnExecution> {
  const found = await lockOpenExecution(trx, executionId);
  if (found.state === "open") return found;
  if (found.state === "unknown")
    throw new CoordinationError(
      "EXECUTION_UNKNOWN",
      `The execution ${executionId} that asks has no row in Postgres.`,
      "Start executions through events or calls, and give all workers the same database.",
    );
  throw new CoordinationError(
    "EXECUTION_CLOSED",
    `The execution ${executionId} that asks has closed (${found.status}).`,
    "Nothing is to be done: its step outlived it.",
  );
}
