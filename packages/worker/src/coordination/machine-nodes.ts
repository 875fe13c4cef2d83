import { acquire, endCall, release, startCall, waitForEvent, type CoordinationDeps } from "@tempograph/dispatch";
import type { Json, JsonObject } from "@tempograph/graph";
import { permanent, type NodeContext, type NodeType } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { callerStep, asNodeErrors } from "./caller-step.ts";

const json = z.json() as unknown as z.ZodType<Json>;
const policy = z.enum(["requestCancel", "terminate", "abandon"]);
const untilMs = z
  .number()
  .nullish()
  .transform((ms) => ms ?? null);

const callInput = z.discriminatedUnion("op", [
  z.object({
    op: z.literal("start"),
    workflow: z.string().min(1),
    version: z.int().min(1).nullish(),
    data: json.default({}),
    wait: z.boolean().default(true),
    parentClosePolicy: policy.default("requestCancel"),
  }),
  z.object({ op: z.literal("cancel"), executionId: z.string().min(1), policy }),
]);
const waitInput = z.object({
  eventType: z.string().min(1).max(256),
  match: json.default(null),
  lookBackMs: z.number().min(0).default(0),
  untilMs,
});
const lockInput = z.discriminatedUnion("op", [
  z.object({ op: z.literal("acquire"), key: z.string(), untilMs }),
  z.object({ op: z.literal("release"), key: z.string(), holder: z.string().min(1) }),
]);

/** What the machine's constructs between executions do in the world. */
export function machineNodes(deps: CoordinationDeps): readonly NodeType[] {
  return [
    machineNode("call_workflow", callInput, async (ctx, input) => {
      const step = callerStep(ctx);
      if (input.op === "start") return await startCall(deps, step, { ...input, version: input.version ?? undefined });
      await endCall(deps, step, input.executionId, input.policy);
      return {};
    }),
    machineNode("wait_for_event", waitInput, (ctx, input) => waitForEvent(deps, callerStep(ctx), input)),
    machineNode("lock", lockInput, async (ctx, input) => {
      const step = callerStep(ctx);
      if (input.op === "acquire") return await acquire(deps, step, input);
      await release(deps, step, input);
      return {};
    }),
  ];
}

/** Not by `defineNode`: these types are reserved, and nobody sees this definition. */
function machineNode<Schema extends z.ZodType>(
  type: string,
  schema: Schema,
  execute: (ctx: NodeContext, input: z.output<Schema>) => Promise<unknown>,
): NodeType {
  return {
    type,
    title: type,
    description: type,
    input: z.looseObject({}),
    schemas: { input: {} },
    ports: ["out"],
    idempotent: true,
    async execute(ctx: NodeContext, raw: JsonObject) {
      const input = schema.safeParse(raw);
      if (!input.success)
        throw permanent("INPUT_INVALID", z.prettifyError(input.error), { hint: "Correct the node's data." });
      return await asNodeErrors(execute(ctx, input.data));
    },
  };
}
