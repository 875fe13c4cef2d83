import type { Client } from "@temporalio/client";
import { markExecutionsRunning, type Database, type StartedExecution } from "@tempograph/db";
import { createBatcher, type Logger } from "@tempograph/runtime";

/**
 * Writes into the rows of executions that Temporal has started them, those of the same moment together. What cannot be
 * written is left to the sweep, which starts the execution again, learns that it exists, and writes that.
 */
export function createMarkStarts(
  db: Database,
  client: Client,
  logger: Logger,
): (started: StartedExecution) => Promise<void> {
  const write = createBatcher<StartedExecution, boolean>({
    async work(batch) {
      const closedBefore = new Set(await markExecutionsRunning(db, batch));
      return batch.map(({ id }) => closedBefore.has(id));
    },
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
