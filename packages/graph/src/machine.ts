// The part of this package that the workflow sandbox loads: compile and interpret, but not validation, simulation and conformance.
export { compile, UnknownInterpreterVersion } from "./compile/compile.ts";
export { createProgramCache } from "./compile/program-cache.ts";
export type { Program } from "./interpret/state/program.ts";
export type { Definition } from "./definition/definition.ts";
export type { ExecutionResult, ExecutionStart, StartArguments } from "./interpret/wire/execution-start.ts";
export { executionStart, startArguments } from "./interpret/wire/execution-start.ts";
export { TRACE_HEADER } from "./contract/trace-header.ts";
export { SCHEDULE_TICK_ACTIVITY, SCHEDULE_TICK_WORKFLOW, type ScheduleTick } from "./contract/schedule-tick.ts";
export { SEARCH_ATTRIBUTES, type Standing } from "./contract/search-attributes.ts";
export { currentDetails } from "./interpret/state/current-details.ts";
export type { Failure } from "./definition/failure.ts";
export type { Json, JsonObject } from "./definition/json.ts";
export type { Command, RunStep } from "./interpret/command.ts";
export { Machine, type Applied } from "./interpret/machine.ts";
export {
  REGION_PATH,
  type RegionArguments,
  type RegionCommand,
  type RegionEvent,
  type RegionStep,
} from "./interpret/region/region.ts";
export { readRegionAnswer } from "./interpret/region/read-region-answer.ts";
export { RegionMachine } from "./interpret/region/region-machine.ts";
export type { MachineEvent } from "./interpret/machine-event.ts";
export type { MachineState } from "./interpret/state/machine-state.ts";
export { pathOfSummary } from "./interpret/state/step-path.ts";
export type { TraceEntry } from "./trace/trace-entry.ts";
export { TraceHasher } from "./trace/trace-hasher.ts";
export { ExpressionError } from "./expression/expression-error.ts";
export { stepAnswer, stepFailure, type ActivityFailureInfo } from "./interpret/step/step-failure.ts";
export { drainEvent, type HistorySize } from "./interpret/batch/continue-as-new.ts";
export {
  FIRST_SIGNED_VERSION,
  operationSignature,
  signedText,
  type OperationKeys,
} from "./interpret/wire/operation-signature.ts";
export { operationRequest } from "./interpret/wire/operation-request.ts";
export { replyEvent } from "./interpret/wire/reply-event.ts";
export { signalEvent } from "./interpret/wire/signal-event.ts";
export { REPLY_SIGNAL, STEER_UPDATE } from "./interpret/wire/wire-names.ts";
export type { Caller, Operation, OperationRequest, OperationResult, Refusal } from "./interpret/operation.ts";
export { jsonSize } from "./definition/json-size.ts";
export { LOCAL_PAYLOAD, payloadValue, UnreadablePayload } from "./contract/payload.ts";
export { NODE_TYPE_ELSEWHERE, VANISHED_AFTER_MS } from "./contract/attempts.ts";
export type { StepArguments, StepMeta, StepResult } from "./contract/step.ts";
