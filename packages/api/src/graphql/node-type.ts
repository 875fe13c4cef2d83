import type { NodeTypeManifest } from "@tempograph/graph";
import { loadNodeTypes } from "../app/load.ts";
import { builder } from "./builder.ts";

const NodeRuns = builder.enumType("NodeRuns", {
  description: "What carries a node out.",
  values: {
    MACHINE: { value: "machine", description: "The pure machine: costs no history event." },
    ACTIVITY: { value: "activity", description: "An activity of a node pack." },
  } as const,
});

const NodePackType = builder.objectRef<NodeTypeManifest["pack"]>("NodePack").implement({
  description: "The package that brings a node type.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "Name of the npm package." }),
    version: t.exposeString("version", { description: "Its version." }),
  }),
});

export const NodeTypeType = builder.loadableNodeRef("NodeType", {
  id: { description: "`node_type:http_call`", resolve: (manifest: NodeTypeManifest) => manifest.type },
  load: (types: string[], { deps }) => loadNodeTypes(deps, types),
});

NodeTypeType.implement({
  description: "A kind of node that graphs can use.",
  isTypeOf: (value) => typeof value === "object" && value !== null && "pack" in value,
  fields: (t) => ({
    type: t.exposeString("type", { description: "What a node's `type` says: `http_call`." }),
    title: t.exposeString("title", { description: "For people." }),
    description: t.exposeString("description", { description: "What it does." }),
    runs: t.field({ type: NodeRuns, description: "What carries it out.", resolve: (m) => m.runs }),
    input: t.field({
      type: "JSON",
      description: "JSON Schema of `data` once its templates are rendered.",
      resolve: (m) => m.input,
    }),
    output: t.field({
      type: "JSON",
      nullable: true,
      description: "JSON Schema of the output. Null: anything.",
      resolve: (m) => m.output ?? null,
    }),
    ports: t.stringList({ description: "Ports that a node ends on, beside `error`.", resolve: (m) => [...m.ports] }),
    portsFrom: t.string({
      nullable: true,
      description: "Where further ports stand in `data`: `cases` means one for each `cases[].label`.",
      resolve: (m) => m.portsFrom ?? null,
    }),
    idempotent: t.field({
      type: "JSON",
      description: "Whether a second run does no harm: true, false, or `{ when: <JSONLogic over data> }`.",
      resolve: (m) => m.idempotent,
    }),
    retry: t.field({
      type: "JSON",
      nullable: true,
      description: "Default retry settings.",
      resolve: (m) => m.retry ?? null,
    }),
    timeout: t.field({
      type: "JSON",
      nullable: true,
      description: "Default timeouts.",
      resolve: (m) => m.timeout ?? null,
    }),
    pack: t.field({ type: NodePackType, description: "Where it comes from.", resolve: (m) => m.pack }),
    example: t.field({
      type: "JSON",
      nullable: true,
      description: "An example of `data`.",
      resolve: (m) => m.example ?? null,
    }),
  }),
});
