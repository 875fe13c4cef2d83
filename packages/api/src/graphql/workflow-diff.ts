import type { ElementChange, FieldChange, GraphDiff, Trigger } from "@tempograph/graph";
import { builder } from "./builder.ts";
import { TriggerType } from "./workflow.ts";

const FieldChangeKind = builder.enumType("FieldChangeKind", {
  description: "How a field differs.",
  values: {
    ADDED: { value: "added", description: "Only the newer one has it." },
    REMOVED: { value: "removed", description: "Only the older one has it." },
    CHANGED: { value: "changed", description: "Both have it, with another value." },
  } as const,
});

const FieldChangeType = builder.objectRef<FieldChange>("FieldChange").implement({
  description: "One field that differs.",
  fields: (t) => ({
    path: t.exposeString("path", { description: "JSON Pointer into the node, edge, trigger or graph: `/data/url`." }),
    kind: t.field({ type: FieldChangeKind, description: "How it differs.", resolve: (c) => c.kind }),
    before: t.field({
      type: "JSON",
      nullable: true,
      description: "Its value in the older one; null where it was added.",
      resolve: (c) => c.before ?? null,
    }),
    after: t.field({
      type: "JSON",
      nullable: true,
      description: "Its value in the newer one; null where it was removed.",
      resolve: (c) => c.after ?? null,
    }),
    layout: t.exposeBoolean("layout", {
      description: "Only the picture: where a node stands, what an edge looks like. Executions do the same.",
    }),
  }),
});

const ElementChangeType = builder.objectRef<ElementChange<unknown>>("ElementChange").implement({
  description: "A node, edge or trigger that both have, and what of it differs.",
  fields: (t) => ({
    id: t.exposeString("id", { description: "Its id; of an edge that was drawn anew one of its two." }),
    before: t.field({ type: "JSON", description: "The older one, whole.", resolve: (c) => c.before }),
    after: t.field({ type: "JSON", description: "The newer one, whole.", resolve: (c) => c.after }),
    changes: t.field({
      type: [FieldChangeType],
      description: "Each field that differs, ordered by path.",
      resolve: (c) => [...c.changes],
    }),
    layout: t.exposeBoolean("layout", { description: "All its changes are." }),
  }),
});

const elements = (name: string, what: string, key: "nodes" | "edges") =>
  builder.objectRef<GraphDiff["nodes"] | GraphDiff["edges"]>(name).implement({
    description: `Which ${what} differ.`,
    fields: (t) => ({
      added: t.field({
        type: ["JSON"],
        description: `${key} that only the newer one has.`,
        resolve: (d) => [...d.added],
      }),
      removed: t.field({
        type: ["JSON"],
        description: `${key} that only the older one has.`,
        resolve: (d) => [...d.removed],
      }),
      changed: t.field({
        type: [ElementChangeType],
        description: `${key} that both have and that differ.`,
        resolve: (d) => [...d.changed] as ElementChange<unknown>[],
      }),
      reordered: t.exposeBoolean("reordered", {
        description: "They stand in another order, which is the order in which they fire.",
      }),
    }),
  });

const TriggersDiffType = builder.objectRef<GraphDiff["triggers"]>("TriggersDiff").implement({
  description: "Which triggers differ.",
  fields: (t) => ({
    added: t.field({
      type: [TriggerType],
      description: "Those that only the newer one has.",
      resolve: (d): Trigger[] => [...d.added],
    }),
    removed: t.field({
      type: [TriggerType],
      description: "Those that only the older one has.",
      resolve: (d): Trigger[] => [...d.removed],
    }),
    changed: t.field({
      type: [ElementChangeType],
      description: "Those that both have and that differ.",
      resolve: (d) => [...d.changed] as ElementChange<unknown>[],
    }),
    reordered: t.exposeBoolean("reordered", { description: "They are asked in another order." }),
  }),
});

const NodesDiffType = elements("NodesDiff", "nodes", "nodes");
const EdgesDiffType = elements("EdgesDiff", "edges", "edges");

builder.objectRef<GraphDiff>("WorkflowDiff").implement({
  description: "What lies between two versions of a workflow.",
  fields: (t) => ({
    identical: t.exposeBoolean("identical", { description: "Nothing differs, not even the picture." }),
    sameMeaning: t.exposeBoolean("sameMeaning", {
      description: "Whatever differs is layout: executions of both do the same.",
    }),
    nodes: t.field({ type: NodesDiffType, description: "Their nodes, by id.", resolve: (d) => d.nodes }),
    edges: t.field({ type: EdgesDiffType, description: "Their edges, by what they join.", resolve: (d) => d.edges }),
    triggers: t.field({ type: TriggersDiffType, description: "What starts them, by id.", resolve: (d) => d.triggers }),
    settings: t.field({
      type: [FieldChangeType],
      description: "The graph's settings.",
      resolve: (d) => [...d.settings],
    }),
    other: t.field({
      type: [FieldChangeType],
      description: "The graph's other keys, such as React Flow's viewport.",
      resolve: (d) => [...d.other],
    }),
  }),
});
