import type { Client } from "@temporalio/client";
import { markExecutionsRunning, type Database, type StartedExecution } from "@tempograph/db";
import type { DispatchLogger } from "../dispatcher-options.ts";
import { createGroupCommit } from "../ingest/group-commit.ts";

/**
 * Writes starts into their rows, those of the same moment together. What fails to be written is left to the sweep: it
 * starts again, hears that the execution is there already, and writes that.
 */
export function createMarkStarts(
  db: Database,
  client: Client,
  logger: DispatchLogger,
): (started: StartedExecution) => Promise<void> {
  const write = createGroupCommit<StartedExecution, boolean>({
    async write(batch) {
      const closedBefore = new Set(await markExecutionsRunning(db, batch));
      return batch.map(({ id }) => closedBefore.has(id));
    },
    weigh: () => 1,
    maxWeight: 500,
    isItemsOwn: () => true,
    gapMs: 50,
  });
  return async (started) => {
    try {
      if (!(await write(started))) return;
      // Its starter was so late that the lease had ended, and somebody cancelled the execution: it must not run.
      await client.workflow.getHandle(started.id).terminate("Cancelled before it started");
    } catch (error) {
      logger.warn(
        { err: error, executionId: started.id },
        "Temporal took the execution, but that could not be written yet",
      );
    }
  };
}
