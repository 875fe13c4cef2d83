// Writing workflows.
export { flow } from "./flow/start-flow.ts";
export type { FlowOptions, FlowStart } from "./flow/start-flow.ts";
export type { Cases, CasesEnd, ClosedFlow, Ending, Flow, Path, Values } from "./flow/flow.ts";
export type { BuiltWorkflow } from "./flow/built-workflow.ts";
export type { Arrangement } from "./flow/arrangement.ts";
export { compensate } from "./flow/compensate.ts";
export type { CompensatingStep } from "./flow/compensate.ts";
export { BuilderError } from "./flow/builder-error.ts";
export type { Failed, FailureData, FirstScope, ScopeShape } from "./flow/scope-shape.ts";
export type {
  ApprovalInput,
  CallInput,
  CallOutput,
  CloseStatus,
  Decision,
  DurationInput,
  EachOutput,
  NodeOptions,
  ReceivedEvent,
  Rounds,
} from "./flow/options.ts";

// What steps are made of.
export { nodeType } from "./nodes/node-source.ts";
export type { InputOf, NamedNode, NodeDefinition, NodeSource, OutputOf, PortOf } from "./nodes/node-source.ts";
export type { NodeTypes } from "./nodes/node-types.ts";
export { shape } from "./nodes/schema.ts";
export type { Shape, Typed, TypedSchema } from "./nodes/schema.ts";

// What they read.
export { orElse } from "./expression/ref.ts";
export { cel, t } from "./expression/template.ts";
export {
  add,
  and,
  contains,
  divide,
  eq,
  every,
  exists,
  gt,
  gte,
  isIn,
  logic,
  lt,
  lte,
  multiply,
  ne,
  none,
  not,
  or,
  remainder,
  some,
  subtract,
} from "./expression/logic.ts";
export type { Accessor, EventAccessor } from "./expression/accessor.ts";
export type { DynamicRef, JsonInput, Ref, Resolved, Templated, TemplateText } from "./expression/ref-type.ts";
export type { Condition, DataValue, LogicValue } from "./expression/value.ts";

// Graphs as code.
export { printBuilder } from "./print/print-builder.ts";
export type { PrintOptions } from "./print/print-builder.ts";
