import type { Json } from "../../definition/json.ts";
import { valueAt } from "../../definition/json-pointer.ts";
import type { Problem } from "../../definition/problem.ts";
import { holdsTemplate } from "../../schema/schema-check.ts";
import type { Rule } from "../rule.ts";
import { fieldOfKind } from "../node-fields.ts";

/** Every condition is JSONLogic and every template parses: what the expression compiler says, at its place. */
export const expressions: Rule = function* ({ graph, nodes, expressions, nodePath }) {
  for (const [index, found] of expressions.entries()) {
    const node = nodes[index]?.id ?? "";
    const values = fieldOfKind(nodes[index]?.type ?? "", "values");
    if (values !== undefined && holdsTemplate(nodes[index]?.data[values] ?? null)) {
      yield {
        code: "TEMPLATE_IN_CONDITION",
        severity: "warning",
        path: `${nodePath(index)}/data/${values}`,
        node,
        message:
          "A case holds {{ … }}: the cases of a switch are compared as they are written, and templates in them stay text.",
        hint: "Compare with what is known beforehand, or use a branch, whose conditions read values.",
      };
    }
    for (const { error, path, kind, isRendered } of found) {
      if (error === undefined) {
        if (kind === "condition" && isRendered !== true && holdsTemplate(valueAt(graph, path) as Json))
          yield { ...notRendered(path), node };
        continue;
      }
      yield {
        code: error.code,
        severity: "error",
        path,
        node,
        message: `${error.message}.`,
        hint: error.hint === undefined ? `Correct the ${kind}.` : `${error.hint}.`,
      };
    }
  }
};

/** A text such as `"{{ payload.x }}"` in a rule is compared letter by letter: never what its author meant. */
export function notRendered(path: string): Problem {
  return {
    code: "TEMPLATE_IN_CONDITION",
    severity: "warning",
    path,
    message: "The condition holds {{ … }}: conditions are JSONLogic, and templates in them stay text.",
    hint: 'Read the value with {"var": "…"}.',
  };
}
