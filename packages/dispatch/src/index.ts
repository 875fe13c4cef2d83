export { createDispatcher } from "./create-dispatcher.ts";
export type { Dispatcher } from "./create-dispatcher.ts";
export type { DispatcherOptions, DispatchLogger, DispatchPoint, OnPoint } from "./dispatcher-options.ts";
export { EventInvalidError } from "./ingest/event-invalid-error.ts";
export type { EventInput, IngestResult } from "./ingest/event-input.ts";
export { ingestEvents } from "./ingest/ingest-events.ts";
export { executionId } from "./match/execution-id.ts";
export { workflowType } from "./start/workflow-type.ts";
