import { createLogger } from "@tempograph/runtime";
import { quietTemporalRuntime } from "@tempograph/testing";
import { startWorker } from "../start-worker.ts";

// A worker in a process of its own, for tests that kill it. WORKER_CONFIG is its configuration as JSON.

quietTemporalRuntime();
await startWorker(
  JSON.parse(process.env["WORKER_CONFIG"]!) as Parameters<typeof startWorker>[0],
  createLogger({ service: "test", level: "silent" }),
);
