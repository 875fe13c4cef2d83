import type { GraphNode, NodeTypeManifest } from "@tempograph/graph";
import { wordingOf, type TypeWording } from "../language/phrasebook.ts";
import { patternPieces } from "./pattern-pieces.ts";
import { piecesText } from "./pieces.ts";

const wordings = new WeakMap<NodeTypeManifest, TypeWording>();

/**
 * What a node does, for a card or a row: `wait 12 seconds`. It is the sentence of the node's type without what that leaves out, so it
 * cannot be read back, as a whole sentence can. Undefined if the type has no sentence that tells of the node's data.
 */
export function shortPhrase(
  { type, data }: Pick<GraphNode, "type" | "data">,
  manifest: NodeTypeManifest,
): string | undefined {
  const wording = wordings.get(manifest) ?? wordingOf(type, manifest);
  wordings.set(manifest, wording);
  for (const pattern of wording.patterns) {
    const filled = patternPieces(pattern, { data, path: "", field: (name) => wording.field(name) });
    if (filled !== null && filled.said.size > 0) return piecesText(filled.pieces);
  }
  return undefined;
}
