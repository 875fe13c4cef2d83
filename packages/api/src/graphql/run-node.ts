import type { NodeRunLog } from "@tempograph/graph";
import type { NodeRun } from "../app/node-run/run-node.ts";
import { builder } from "./builder.ts";
import { NotFoundError, UnavailableError, ValidationError, unwrap } from "./errors.ts";
import { FailureType } from "./failure.ts";

const NodeRunStatus = builder.enumType("NodeRunStatus", {
  description: "What a node's run came to.",
  values: {
    COMPLETED: { value: "completed", description: "It gave an output." },
    FAILED: { value: "failed", description: "It failed: see `error`." },
  } as const,
});

const NodeRunLogType = builder.objectRef<NodeRunLog>("NodeRunLog").implement({
  description: "A line that the node logged.",
  fields: (t) => ({
    level: t.exposeString("level", { description: "debug, info, warn or error." }),
    message: t.exposeString("message", { description: "Without secrets." }),
    fields: t.field({
      type: "JSON",
      nullable: true,
      description: "What was logged with it, without secrets.",
      resolve: (l) => l.fields ?? null,
    }),
    at: t.field({ type: "DateTime", description: "When.", resolve: (l) => new Date(l.at) }),
  }),
});

const RunNodePayload = builder.objectRef<NodeRun>("RunNodePayload").implement({
  description: "What the node did.",
  fields: (t) => ({
    status: t.field({ type: NodeRunStatus, description: "What came of it.", resolve: (r) => r.status }),
    input: t.field({
      type: "JSON",
      nullable: true,
      description: "What the node got: its data, rendered. Null where rendering failed.",
      resolve: (r) => r.input,
    }),
    output: t.field({ type: "JSON", nullable: true, description: "What it gave.", resolve: (r) => r.output }),
    port: t.exposeString("port", { nullable: true, description: "The port it ended on; null where it failed." }),
    error: t.field({ type: FailureType, nullable: true, description: "Why it failed.", resolve: (r) => r.error }),
    attempts: t.exposeInt("attempts", {
      nullable: true,
      description: "How often it was tried. Null where the time was up and nobody counted.",
    }),
    durationMs: t.exposeFloat("durationMs", { description: "Wall time, the way to the worker included." }),
    logs: t.field({
      type: [NodeRunLogType],
      description: "What it logged in its last attempt.",
      resolve: (r) => [...r.logs],
    }),
  }),
});

const RunNodeInput = builder.inputType("RunNodeInput", {
  description: "One node to run by itself.",
  fields: (t) => ({
    type: t.string({ required: true, description: "Node type, such as `http_call`." }),
    data: t.field({
      type: "JSON",
      required: false,
      description: "The node's data. Without `scope` it is taken as it is; with it, its templates are rendered.",
    }),
    scope: t.field({
      type: "JSON",
      required: false,
      description:
        "What templates and conditions see: `{ payload?, event?, steps?, vars?, item?, index? }`. `item` and `index` only where a worker runs the node.",
    }),
    attempts: t.int({ required: false, description: "Greatest number of attempts, 1 to 10. Default 1." }),
    timeoutMs: t.int({ required: false, description: "For all attempts together, 1 to 300,000. Default 30,000." }),
  }),
});

builder.mutationFields((t) => ({
  runNode: t.field({
    type: RunNodePayload,
    description:
      "Runs one node for real, in a worker: its side effect happens. Nothing is recorded: no execution, no history, no steps. " +
      "That the node failed is an answer like any other. What the machine carries out by itself (branch, transform …) runs without a worker, its delays on virtual time.",
    errors: { types: [ValidationError, NotFoundError, UnavailableError] },
    args: { input: t.arg({ type: RunNodeInput, required: true, description: "Which node, with what." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.runNode(input)),
  }),
}));
