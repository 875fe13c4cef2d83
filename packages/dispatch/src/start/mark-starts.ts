import type { Client } from "@temporalio/client";
import { markExecutionsRunning, type Database, type StartedExecution } from "@tempograph/db";
import { createBatcher, type Logger } from "@tempograph/runtime";

/**
 * Marks executions as running in their rows; concurrent calls share a statement. If a row cannot be written, the sweep starts
 * the execution again, learns from Temporal that it exists, and writes the row then.
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
    // The first activity of the execution is on its way at this moment, and should not share the processor with this statement.
    lingerMs: 30,
  });
  return async (started) => {
    try {
      if (!(await write(started))) return;
      // The starter was so late that its lease had ended and somebody cancelled the execution, so it must not run.
      await client.workflow.getHandle(started.id).terminate("Cancelled before it started");
    } catch (error) {
      logger.warn(
        { err: error, executionId: started.id },
        "Temporal has started the execution, but its row could not be written yet",
      );
    }
  };
}
