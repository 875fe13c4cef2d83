import { mostTaken, type MostTaken } from "../most-taken.ts";
import type { Rule } from "../rule.ts";

/** A join must not wait for more edges than one execution can take (rule 4). */
export const joins: Rule = function* (context) {
  const { nodes, topology, scopes, nodePath } = context;
  let most: MostTaken | undefined;
  for (const [index, node] of nodes.entries()) {
    const join: unknown = node.settings?.join;
    const wanted = typeof join === "object" && join !== null ? (join as { readonly count?: unknown }).count : undefined;
    const incoming = topology.incoming[index]?.length ?? 0;
    if (typeof wanted !== "number" || wanted < 1) continue;
    // A count of one is met by any taken edge; the rule on reachable nodes reports a node that never fires.
    const isChecked = wanted > 1 && wanted <= incoming && scopes.fires.has(index) && !topology.cyclic.has(index);
    const possible = isChecked ? (most ??= mostTaken(context))(index) : incoming;
    if (wanted <= possible) continue;
    yield {
      code: "JOIN_NEVER_MET",
      severity: "error",
      path: `${nodePath(index)}/settings/join/count`,
      node: node.id,
      message:
        possible === incoming
          ? `"${node.id}" waits for ${wanted} taken edges, and only ${incoming} lead to it.`
          : `"${node.id}" waits for ${wanted} taken edges, and of the ${incoming} that lead to it at most ${possible} can be taken: the others come from ports that exclude them.`,
      hint: `Write a count from 1 to ${Math.max(possible, 1)}, or draw the missing edges.`,
    };
  }
};
