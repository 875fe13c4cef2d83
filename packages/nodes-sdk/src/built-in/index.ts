// For the packs that come with Tempograph itself, not for node authors: node types whose names are reserved.
export { defineBuiltInNode } from "./define-built-in-node.ts";
export { emitEventSpec } from "./emit-event-spec.ts";
export { respondSpec } from "./respond-spec.ts";
export { signalWorkflowSpec } from "./signal-workflow-spec.ts";
export { machineNode } from "./machine-node.ts";
export { stateNodes, type ApplyState } from "./state-nodes.ts";
