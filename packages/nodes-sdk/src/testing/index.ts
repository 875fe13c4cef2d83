export { keepInMemory } from "../connection/connection-session.ts";
export { runNode } from "./run-node.ts";
export type { NodeAttempt, NodeRun, RunNodeOptions } from "./run-node.ts";
export type { RecordedLog } from "./recording-logger.ts";
