import type { Problem } from "@tempograph/graph";
import type { ProblemCount } from "../view/decoration.ts";

/** How many errors and warnings each node has, for its card. */
export function countByNode(problems: readonly Problem[]): ReadonlyMap<string, ProblemCount> {
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const { node, severity } of problems) {
    if (node === undefined) continue;
    const count = counts.get(node) ?? { errors: 0, warnings: 0 };
    count[severity === "error" ? "errors" : "warnings"] += 1;
    counts.set(node, count);
  }
  return counts;
}
