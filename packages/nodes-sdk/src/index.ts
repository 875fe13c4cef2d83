// Writing nodes.
export { anyJson } from "./define/any-json.ts";
export { defineNode } from "./define/define-node.ts";
export { defineNodePack, isNodePack } from "./define/define-node-pack.ts";
export { port } from "./define/port.ts";
export type { PortResult } from "./define/port.ts";
export type { NodeReturn, NodeSpec, NodeType, OutputOf } from "./define/node-type.ts";
export type { NodePack } from "./define/node-pack.ts";
export type {
  ExecutionInfo,
  LogFields,
  LogLevel,
  NodeConnect,
  NodeContext,
  NodeFetch,
  NodeLogger,
  StepInfo,
} from "./context/node-context.ts";
export { failureOf, isNodeError, NodeError, permanent, retryable } from "./error/node-error.ts";
export type { NodeErrorOptions } from "./error/node-error.ts";
export { storableText } from "./json/normalise-output.ts";

// Connections: credentials that steps use without knowing them.
export { defineConnection } from "./connection/define-connection.ts";
export { secretField, secretFieldsOf } from "./connection/secret-field.ts";
export type {
  ConnectionSignIn,
  ConnectionSpec,
  ConnectionTestContext,
  ConnectionType,
  SignInAnswer,
} from "./connection/connection-type.ts";
export type { ConnectionSession, KeptCredentials } from "./connection/connection-session.ts";
export type { ConnectionRequest, StepConnection } from "./connection/step-connection.ts";

// Sources: what triggers of the kind `poll` read.
export { defineSource } from "./source/define-source.ts";
export type { SourceAnswer, SourceItem, SourceSpec, SourceType } from "./source/source-type.ts";

// Hosting nodes: what the worker is made of.
export { connectionTypeManifest } from "./connection/connection-type-manifest.ts";
export { openConnection } from "./connection/open-connection.ts";
export type { ConnectionValues, OpenedConnection } from "./connection/open-connection.ts";
export { onlyHostsCheck, type OnlyHosts } from "./egress/only-hosts.ts";
export { MAX_ANSWER_BYTES } from "./source/skipped-items.ts";
export { sourceManifest } from "./source/source-manifest.ts";
export { manifestOf } from "./define/manifest-of.ts";
export { executeNode, isAbort, MAX_OUTPUT_BYTES } from "./execute/execute-node.ts";
export type { AttemptContext, ExecuteOptions, NodeResult } from "./execute/execute-node.ts";
export { createNodeConnect } from "./context/node-connect.ts";
export { createNodeFetch } from "./context/node-fetch.ts";
export { createEgressFetch } from "./egress/egress-fetch.ts";
export type { EgressFetch, EgressRequestInit } from "./egress/egress-fetch.ts";
export type { EgressOptions } from "./egress/egress-options.ts";
export type { EgressRules } from "./egress/egress-rules.ts";
export { isSecretName } from "@tempograph/graph";
export { redactFields, redactText, redactUrl } from "./redact/redact.ts";
export { REDACTED } from "./redact/redacted.ts";
export { createSecretScrubber } from "./redact/secret-scrubber.ts";
export type { SecretScrubber } from "./redact/secret-scrubber.ts";

// Running graphs without a server.
export type { Graph } from "@tempograph/graph";
export { GraphInvalidError } from "./local/prepare-graph.ts";
export { EventInvalidError, runGraph } from "./local/run-graph.ts";
export { LocalMemory, type LocalOwner } from "@tempograph/graph";
export type {
  CalledExecution,
  LocalEvent,
  LocalHappenings,
  LocalWorkflow,
  RunGraphOptions,
  RunGraphResult,
} from "./local/run-graph.ts";
export type { WrittenGraph } from "./local/prepare-graph.ts";
export type { ScriptedOutcome as LocalOutcome } from "@tempograph/graph";
export type { LocalOutcomes } from "./local/scripted-outcome.ts";
export type { SentAnswer, SentSignal } from "./local/local-world.ts";
export type { LocalStep, LocalSteps, LocalStepStatus } from "./local/step-view.ts";
