import type { NodeRunLog } from "@tempograph/graph";
import type { NodeRun } from "../app/node-run/run-node.ts";
import { builder } from "./builder.ts";
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

builder.objectRef<NodeRun>("RunNodePayload").implement({
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
