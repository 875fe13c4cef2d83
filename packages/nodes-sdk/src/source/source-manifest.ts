import type { JsonObject, SourceTypeManifest } from "@tempograph/graph";
import type { NodePack } from "../define/node-pack.ts";
import type { SourceType } from "./source-type.ts";

/** The manifest of a source, as data: for the API, forms and the validator. */
export function sourceManifest(
  { type, title, description, schemas, connections, needsConnection, example }: SourceType,
  pack: Pick<NodePack, "name" | "version">,
): SourceTypeManifest {
  return {
    ...{ type, title, description, ...schemas },
    ...(connections !== undefined && { connections: [...connections] }),
    ...(needsConnection === true && { needsConnection }),
    pack: { name: pack.name, version: pack.version },
    ...(example !== undefined && { example: JSON.parse(JSON.stringify(example)) as JsonObject }),
  };
}
