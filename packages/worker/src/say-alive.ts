import { hostname } from "node:os";
import { beatWorker, forgetWorker, newId, WORKER_BEAT_MS, type Database } from "@tempograph/db";
import { createWakeLoop, type Logger } from "@tempograph/runtime";

export interface SayAliveOptions {
  readonly db: Database;
  readonly taskQueue: string;
  readonly mirrorLagMs: () => number | null;
  readonly logger: Logger;
}

/** Lets people see that this worker is alive. */
export function sayAlive({ db, taskQueue, mirrorLagMs, logger }: SayAliveOptions): { stop(): Promise<void> } {
  const id = newId("wrk");
  const loop = createWakeLoop({
    name: "say that the worker is alive",
    pollMs: WORKER_BEAT_MS,
    onError: (error) => logger.warn({ err: error }, "The worker could not say that it is alive"),
    async work() {
      await beatWorker(db, { id, host: hostname(), pid: process.pid, taskQueue, mirrorLagMs: mirrorLagMs() });
      return false;
    },
  });
  loop.start();
  return {
    async stop() {
      await loop.stop();
      await forgetWorker(db, id).catch(() => undefined);
    },
  };
}
