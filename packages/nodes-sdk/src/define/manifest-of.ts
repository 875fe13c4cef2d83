import type { JsonObject, NodeTypeManifest } from "@tempograph/graph";
import type { NodePack } from "./node-pack.ts";
import type { NodeType } from "./node-type.ts";

/** The manifest of a node type, as data: for the API, editors, the validator and the definition (rule 14). */
export function manifestOf(node: NodeType, pack: Pick<NodePack, "name" | "version">): NodeTypeManifest {
  return {
    type: node.type,
    title: node.title,
    description: node.description,
    runs: "activity",
    ...node.schemas,
    ports: [...node.ports],
    ...(node.retry === undefined ? {} : { retry: node.retry }),
    ...(node.timeout === undefined ? {} : { timeout: node.timeout }),
    ...(node.taskQueue === undefined ? {} : { taskQueue: node.taskQueue }),
    idempotent: node.idempotent,
    ...(node.connections === undefined ? {} : { connections: [...node.connections] }),
    ...(node.needsConnection === undefined ? {} : { needsConnection: true }),
    ...(node.sentence === undefined ? {} : { sentence: [node.sentence].flat() }),
    pack: { name: pack.name, version: pack.version },
    ...(node.example === undefined ? {} : { example: JSON.parse(JSON.stringify(node.example)) as JsonObject }),
  };
}
