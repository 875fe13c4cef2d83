import { addHookRefusals, type Database, type TriggerRow } from "@tempograph/db";
import type { Logger } from "@tempograph/runtime";

/** Counts requests whose sender could not prove who it is. */
export interface HookRefusals {
  count(row: Pick<TriggerRow, "project" | "workflowId" | "triggerId">): void;
  stop(): Promise<void>;
}

/** How often the counts are written: somebody who guesses must not make one write of each request. */
const WRITE_EVERY_MS = 5_000;

/**
 * The counts stand in the trigger's row, where people see them, and in the log, once for each hook and interval. What was counted since
 * the last write is lost if the process dies.
 */
export function createHookRefusals(dbOf: (project: string) => Database, log: Logger): HookRefusals {
  let counted = new Map<
    string,
    { project: string; workflowId: string; triggerId: string; refused: number; at: Date }
  >();
  let timer: NodeJS.Timeout | undefined;

  async function write(): Promise<void> {
    const rows = counted;
    counted = new Map();
    timer = undefined;
    for (const row of rows.values()) {
      const { project, workflowId, triggerId, refused } = row;
      log.warn(
        { project, workflowId, triggerId, refused },
        "Webhooks were refused: their senders did not prove who they are",
      );
      await addHookRefusals(dbOf(project), row).catch((error: unknown) =>
        log.warn({ err: error }, "Refused webhooks could not be counted"),
      );
    }
  }

  return {
    count({ project, workflowId, triggerId }) {
      const key = `${workflowId} ${triggerId}`;
      const refused = (counted.get(key)?.refused ?? 0) + 1;
      counted.set(key, { project, workflowId, triggerId, refused, at: new Date() });
      timer ??= setTimeout(() => void write(), WRITE_EVERY_MS).unref();
    },
    async stop() {
      clearTimeout(timer);
      await write();
    },
  };
}
