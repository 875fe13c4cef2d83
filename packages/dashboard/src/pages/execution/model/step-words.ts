import type { GraphNode, NodeTypeManifest } from "@tempograph/graph";
import { nameOf as nameOfNode, titleOf } from "../../../canvas/view/node-words.ts";
import { roundsOf } from "../../../replay/iterations.ts";

/**
 * Calls a step by the title of its node, and by the rounds of the loops around it, which people count from one: `each[3]/work` is "Do the work" in round 4
 * of "Each order". A node without a label has its id behind the title of its type, because several nodes may be of one type.
 */
export function stepWords(
  path: string,
  nodes: ReadonlyMap<string, GraphNode>,
  nodeTypes: ReadonlyMap<string, NodeTypeManifest>,
): string {
  const nameOf = (of: string): string => {
    const id = idOf(of);
    const node = nodes.get(id);
    if (node === undefined) return id;
    const manifest = nodeTypes.get(node.type);
    const name = nameOfNode(node, manifest);
    return name === titleOf(node, manifest) ? `"${name}"` : name;
  };
  const rounds = roundsOf(path).toReversed();
  return [nameOf(path), ...rounds.map(({ loop, round }) => `in round ${round + 1} of ${nameOf(loop)}`)].join(" ");
}

/** The id of the node at the end of a path: behind the last `/`, and of a compensation behind the `!`. Other characters than those of names are encoded. */
function idOf(path: string): string {
  const segment = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("!")) + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
