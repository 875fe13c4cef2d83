import type { Database } from "@tempograph/db";
import { createLiveTriggers, dispatchEvents } from "@tempograph/dispatch";
import { createLogger } from "@tempograph/runtime";

/** Matches all stored events, as a worker's dispatcher does. Their executions stay pending. */
export async function dispatchAll(db: Database): Promise<void> {
  const logger = createLogger({ service: "test", level: "silent" });
  const deps = { db, liveTriggers: createLiveTriggers(), logger, begunEvents: new Map() };
  while ((await dispatchEvents(deps, 100, 0)).mayBeMore);
}
