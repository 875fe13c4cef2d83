import { acquire, endCall, release, startCall, waitForEvent, type CoordinationDeps } from "@tempograph/dispatch";
import {
  contractProblems,
  type CallRequest,
  type ContractType,
  type JsonObject,
  type LockRequest,
  type WaitForEventRequest,
} from "@tempograph/graph";
import { permanent, type NodeContext, type NodeType } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { asNodeErrors, callerStep } from "./caller-step.ts";

/** The activities of the constructs `call_workflow`, `wait_for_event` and `lock`. */
export function machineNodes(deps: CoordinationDeps): readonly NodeType[] {
  return [
    machineNode<CallRequest>("call_workflow", "CallRequest", async (ctx, request) => {
      const step = callerStep(ctx);
      if (request.op === "start") return await startCall(deps, step, request);
      await endCall(deps, step, request.executionId, request.policy);
      return {};
    }),
    machineNode<WaitForEventRequest>("wait_for_event", "WaitForEventRequest", (ctx, request) =>
      waitForEvent(deps, callerStep(ctx), request),
    ),
    machineNode<LockRequest>("lock", "LockRequest", async (ctx, request) => {
      const step = callerStep(ctx);
      if (request.op === "acquire") return await acquire(deps, step, request);
      await release(deps, step, request);
      return {};
    }),
  ];
}

/** Makes the node without `defineNode`, which refuses these types as reserved. Nobody sees its title or description. */
function machineNode<Request>(
  type: string,
  contract: ContractType,
  execute: (ctx: NodeContext, request: Request) => Promise<unknown>,
): NodeType {
  return {
    type,
    title: type,
    description: type,
    input: z.looseObject({}),
    schemas: { input: {} },
    ports: ["out"],
    idempotent: true,
    async execute(ctx: NodeContext, input: JsonObject) {
      const problems = contractProblems(contract, input);
      if (problems.length > 0)
        throw permanent("INPUT_INVALID", problems.join(" "), { hint: "Correct the node's data." });
      return await asNodeErrors(execute(ctx, input as Request));
    },
  };
}
