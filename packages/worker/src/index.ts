export { workerConfig, type WorkerConfig } from "./config.ts";
export { startWorker, type RunningWorker } from "./start-worker.ts";
export { workflowBundle } from "./workflow-bundle.ts";
