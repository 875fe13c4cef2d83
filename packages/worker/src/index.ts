export { workerConfig, type WorkerConfig } from "./config.ts";
export { startWorker, type RunningWorker } from "./start-worker.ts";
export { createRetention, type Retention, type RetentionOptions } from "./retention/create-retention.ts";
export { exportToFolder } from "./retention/export-to-folder.ts";
export { workflowBundle } from "./workflow-bundle.ts";
