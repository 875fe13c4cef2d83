import { MAX_PATH_BYTES } from "../../definition/limits.ts";
import { descriptorOf } from "../../interpret/constructs/index.ts";
import { pathSegment } from "../../interpret/state/step-path.ts";
import type { Rule } from "../rule.ts";
import { TOP } from "../scope-tree.ts";

/** The longest index that a round or item adds to a path: `[99999]`, `[999999]`. */
const INDEX = { items: 7, rounds: 8 } as const;
/** `!release`, `!timeout`, `!cancel`. */
const LONGEST_SUFFIX = 8;

/** A step's path is the id of its activity and the beginning of its timers' summaries; Temporal limits the length of both (rule 12). */
export const pathLength: Rule = function* ({ nodes, scopes, nodePath }) {
  const own = nodes.map(({ id, type }) => pathSegment(id).length + indexLength(type));
  for (const [index, node] of nodes.entries()) {
    let bytes = pathSegment(node.id).length;
    for (const scope of scopes.around(scopes.scopeOf[index]!)) if (scope !== TOP) bytes += own[scope]! + 1;
    const { compensate } = node.settings ?? {};
    bytes += Math.max(LONGEST_SUFFIX, compensate === undefined ? 0 : pathSegment(compensate).length + 1);
    if (bytes <= MAX_PATH_BYTES) continue;
    yield {
      code: "PATH_TOO_LONG",
      severity: "error",
      path: `${nodePath(index)}/id`,
      node: node.id,
      message: `The path of "${node.id}" can be ${bytes} bytes long, including the containers around it; at most ${MAX_PATH_BYTES} are allowed.`,
      hint: "Shorten the ids: letters, digits, _ - and . count as one byte, all other characters as up to nine.",
    };
  }
};

function indexLength(type: string): number {
  const loop = descriptorOf(type)?.container?.loop;
  return loop === undefined ? 0 : INDEX[loop];
}
