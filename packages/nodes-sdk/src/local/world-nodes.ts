import { checkJsonValue, compileCondition, ExpressionError, type Json, type JsonObject } from "@tempograph/graph";
import { z } from "zod";
import { defineBuiltInNode } from "../built-in/define-built-in-node.ts";
import { emitEventSpec } from "../built-in/emit-event-spec.ts";
import { signalWorkflowSpec } from "../built-in/signal-workflow-spec.ts";
import type { NodeContext } from "../context/node-context.ts";
import type { NodeType } from "../define/node-type.ts";
import { permanent } from "../error/node-error.ts";
import type { LocalWorld } from "./local-world.ts";

/** What steps do in the world of a local run: the same node types as the worker's, with events and locks in memory. */
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
    askingNode("call_workflow", (ctx, input) => {
      if (input["op"] === "start") {
        checkInput("/data", input["data"] ?? null);
        return world.call(ctx, input);
      }
      world.callBack(String(input["executionId"]), input["policy"] === "terminate");
      return {};
    }),
    askingNode("wait_for_event", (ctx, input) => {
      checkInput("", { eventType: input["eventType"] ?? null, match: input["match"] ?? null });
      checkCondition(input["match"] ?? null);
      return { event: world.awaitEvent(ctx, input) };
    }),
    askingNode("lock", (ctx, input) => {
      checkInput("/key", input["key"] ?? null);
      if (input["op"] === "acquire") return { granted: world.acquire(ctx, input) };
      world.release(ctx, String(input["key"]), String(input["holder"]));
      return {};
    }),
  ] as readonly unknown[] as readonly NodeType[];
}

/** The machine gives these inputs of its own making; their manifests are the machine's. */
function askingNode(type: string, execute: (ctx: NodeContext, input: JsonObject) => Json | object): NodeType {
  return {
    type,
    title: type,
    description: type,
    input: z.looseObject({}),
    schemas: { input: {} },
    ports: ["out"],
    idempotent: true,
    execute: (ctx: NodeContext, input: JsonObject) => execute(ctx, input),
  };
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
