import type { Rule } from "../rule.ts";

/** Every condition is JSONLogic and every template parses: what the expression compiler says, at its place. */
export const expressions: Rule = function* ({ nodes, expressions }) {
  for (const [index, found] of expressions.entries()) {
    for (const { error, path, kind } of found) {
      if (error === undefined) continue;
      yield {
        code: error.code,
        severity: "error",
        path,
        node: nodes[index]?.id ?? "",
        message: `${error.message}.`,
        cure: error.cure === undefined ? `Correct the ${kind}.` : `${error.cure}.`,
      };
    }
  }
};
