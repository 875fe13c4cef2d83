// What the workflow sandbox loads: compile and interpret, without validation, simulation or the conformance suite.
export { compile, UnknownInterpreterVersion } from "./compile/compile.ts";
export type { Program } from "./compile/program.ts";
export type { Definition } from "./definition/definition.ts";
export type { ExecutionResult, ExecutionStart } from "./definition/execution-start.ts";
export type { Failure } from "./definition/failure.ts";
export type { Json, JsonObject } from "./definition/json.ts";
export type { Command, RunStep } from "./interpret/command.ts";
export { Machine, type Applied } from "./interpret/machine.ts";
export type { MachineEvent } from "./interpret/machine-event.ts";
export type { MachineState } from "./interpret/machine-state.ts";
export { pathOfSummary } from "./interpret/step-path.ts";
export type { TraceEntry } from "./trace/trace-entry.ts";
export { TraceHasher } from "./trace/trace-hasher.ts";
export { ExpressionError } from "./expression/expression-error.ts";
export { stepFailure, type ActivityFailureInfo } from "./interpret/step-failure.ts";
