export { keepInMemory } from "../connection/connection-session.ts";
export { runNode } from "./run-node.ts";
export type { NodeAttempt, NodeRun, RunNodeOptions } from "./run-node.ts";
export { runSource } from "./run-source.ts";
export type { SourceRun } from "./run-source.ts";
export type { RecordedLog } from "./recording-logger.ts";
