import {
  checkJsonValue,
  compileCondition,
  ExpressionError,
  type CallRequest,
  type Json,
  type LockRequest,
  type WaitForEventRequest,
} from "@tempograph/graph";
import { defineBuiltInNode } from "../built-in/define-built-in-node.ts";
import { machineNode } from "../built-in/machine-node.ts";
import { emitEventSpec } from "../built-in/emit-event-spec.ts";
import { respondSpec } from "../built-in/respond-spec.ts";
import { signalWorkflowSpec } from "../built-in/signal-workflow-spec.ts";
import { stateNodes } from "../built-in/state-nodes.ts";
import type { NodeType } from "../define/node-type.ts";
import { permanent } from "../error/node-error.ts";
import type { LocalWorld } from "./local-world.ts";

/** The node types of a local run that act between executions: the same as the worker's, with events, locks and state entries in memory. */
export function worldNodes(world: LocalWorld): readonly NodeType[] {
  return [
    defineBuiltInNode({
      ...emitEventSpec,
      execute: (ctx, input) => {
        checkInput("", input as Json);
        return world.emit(ctx, { ...input, data: input.data as Json });
      },
    }),
    defineBuiltInNode({
      ...signalWorkflowSpec,
      execute: (ctx, input) => {
        checkInput("", { executionId: input.executionId, name: input.name });
        return world.signal(ctx, { ...input, payload: (input.payload ?? null) as Json });
      },
    }),
    defineBuiltInNode({
      ...respondSpec,
      execute: (ctx, { whenNobodyWaits, ...answer }) => {
        checkInput("/body", answer.body as Json);
        return world.respond(ctx, { ...answer, body: answer.body as Json }, whenNobodyWaits === "skip");
      },
    }),
    machineNode<CallRequest>("call_workflow", "CallRequest", (ctx, request) => {
      if (request.op === "start") {
        checkInput("/data", request.data);
        return world.call(ctx, request);
      }
      world.callBack(request.executionId, request.policy === "terminate");
      return {};
    }),
    machineNode<WaitForEventRequest>("wait_for_event", "WaitForEventRequest", (ctx, request) => {
      checkInput("", { eventType: request.eventType, match: request.match });
      checkCondition(request.match);
      return { event: world.awaitEvent(ctx, request) };
    }),
    machineNode<LockRequest>("lock", "LockRequest", (ctx, request) => {
      checkInput("/key", request.key);
      if (request.op === "acquire") return { granted: world.acquire(ctx, request) };
      world.release(ctx, request.key, request.holder);
      return {};
    }),
    ...stateNodes(({ execution }, request) => world.memory.apply(execution.workflowId, request, world.now)),
  ] as readonly unknown[] as readonly NodeType[];
}

/** What the worker refuses with the same code, because Postgres cannot hold it. */
function checkInput(at: string, value: Json): void {
  const [problem] = checkJsonValue(value);
  if (problem === undefined) return;
  throw permanent("INPUT_INVALID", `${at}${problem.path}: ${problem.message}`, { hint: problem.hint });
}

function checkCondition(match: Json): void {
  if (match === null) return;
  try {
    compileCondition(match, { at: "/match" });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw permanent("CONDITION_INVALID", `/match: ${error.message}.`, {
      hint: error.hint ?? "Correct the condition.",
      details: { code: error.code },
    });
  }
}
