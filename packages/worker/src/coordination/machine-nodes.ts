import { acquire, endCall, release, startCall, waitForEvent, type CoordinationDeps } from "@tempograph/dispatch";
import type { CallRequest, LockRequest, WaitForEventRequest } from "@tempograph/graph";
import type { NodeType } from "@tempograph/nodes-sdk";
import { machineNode } from "@tempograph/nodes-sdk/built-in";
import { asNodeErrors, callerStep } from "./caller-step.ts";

/** The activities of the constructs `call_workflow`, `wait_for_event` and `lock`. */
export function machineNodes(deps: CoordinationDeps): readonly NodeType[] {
  return [
    machineNode<CallRequest>("call_workflow", "CallRequest", (ctx, request) =>
      request.op === "start"
        ? asNodeErrors(startCall(deps, callerStep(ctx), request))
        : nothing(endCall(deps, callerStep(ctx), request.executionId, request.policy)),
    ),
    machineNode<WaitForEventRequest>("wait_for_event", "WaitForEventRequest", (ctx, request) =>
      asNodeErrors(waitForEvent(deps, callerStep(ctx), request)),
    ),
    machineNode<LockRequest>("lock", "LockRequest", (ctx, request) =>
      request.op === "acquire"
        ? asNodeErrors(acquire(deps, callerStep(ctx), request))
        : nothing(release(deps, callerStep(ctx), request)),
    ),
  ];
}

async function nothing(work: Promise<unknown>): Promise<object> {
  await asNodeErrors(work);
  return {};
}
