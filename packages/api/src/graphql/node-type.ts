import type { NodeTypeManifest } from "@tempograph/graph";
import { loadNodeTypes } from "./load.ts";
import { nodeTypeAnswer } from "../operations/answers/system.ts";
import { graphqlMeta } from "../operations/fields.ts";
import { builder } from "./builder.ts";
import { answerFields } from "./zod-types.ts";

export const NodeTypeType = builder.loadableNodeRef("NodeType", {
  id: { description: "`node_type:http_call`", resolve: (manifest: NodeTypeManifest) => manifest.type },
  load: (types: string[], { deps }) => loadNodeTypes(deps, types),
});

NodeTypeType.implement({
  description: graphqlMeta(nodeTypeAnswer).description!,
  isTypeOf: (value) => typeof value === "object" && value !== null && "pack" in value,
  fields: (t) => answerFields(t, nodeTypeAnswer),
});
