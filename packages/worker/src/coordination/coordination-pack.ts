import { applyState, type CoordinationDeps } from "@tempograph/dispatch";
import { defineNodePack, type NodePack } from "@tempograph/nodes-sdk";
import { stateNodes } from "@tempograph/nodes-sdk/built-in";
import { createTurns } from "@tempograph/runtime";
import { asNodeErrors, callerStep } from "./caller-step.ts";
import { emitEventNode } from "./emit-event-node.ts";
import { machineNodes } from "./machine-nodes.ts";
import { respondNode } from "./respond-node.ts";
import { signalWorkflowNode } from "./signal-workflow-node.ts";

/** The node types with which executions affect each other: public ones, and the activities of the machine's constructs. */
export function coordinationPack(deps: CoordinationDeps): NodePack {
  const inTurn = createTurns();
  return defineNodePack({
    name: "tempograph",
    version: "0.1.0",
    nodes: [
      emitEventNode(deps),
      signalWorkflowNode(deps),
      respondNode(deps),
      // Steps that change the same entry wait for each other in Postgres. Here they wait without a connection, so that an entry which
      // many executions change leaves connections to everybody else (I13).
      ...stateNodes((ctx, request) =>
        inTurn(JSON.stringify([ctx.execution.workflowId, request.scope, request.key]), () =>
          asNodeErrors(applyState(deps, callerStep(ctx), request)),
        ),
      ),
      ...machineNodes(deps),
    ],
  });
}
