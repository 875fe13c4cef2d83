import type { Json } from "../../definition/json.ts";
import { valueAt } from "../../definition/json-pointer.ts";
import type { Fix } from "../../definition/fix.ts";
import { asCondition } from "../../expression/condition/text-condition.ts";
import { replaceText } from "../make-fix.ts";
import type { Problem } from "../../definition/problem.ts";
import { holdsTemplate } from "../../schema/schema-check.ts";
import type { Rule } from "../rule.ts";
import { fieldOfKind } from "../node-fields.ts";
import { constantConditions } from "./constant-conditions.ts";

/** Every condition and every template must compile; the errors of the expression compiler are reported at their place. */
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
          "A case contains {{ … }}, but the cases of a switch are compared as they are written: the template is not rendered.",
        hint: "Write a fixed value, or use a branch: its conditions can read values of the execution.",
      };
    }
    for (const { error, path, kind, isRendered } of found) {
      if (error === undefined) {
        if (kind !== "condition") continue;
        const condition = valueAt(graph, path) as Json;
        if (isRendered !== true && holdsUnreadTemplate(condition)) yield { ...notRendered(path), node };
        if (path.endsWith("/logic")) continue;
        for (const problem of constantConditions(condition, path)) yield { ...problem, node };
        continue;
      }
      yield {
        code: error.code,
        severity: "error",
        path,
        node,
        message: `${error.message}.`,
        hint: error.hint === undefined ? `Correct the ${kind}.` : `${error.hint}.`,
        ...(kind === "condition" && bracesFor(valueAt(graph, path) as Json, path)),
      };
    }
  }
};

/** The change for a text that is a condition but for its braces: `payload.total > 1000`. */
export function bracesFor(condition: Json, path: string): { readonly fix?: Fix } {
  const text = typeof condition === "string" ? asCondition(condition) : undefined;
  return text === undefined || text === condition ? {} : { fix: replaceText(path, condition as string, text) };
}

/** A string such as `"{{ payload.x }}"` inside a rule is not rendered but compared literally, which nobody intends. */
export function holdsUnreadTemplate(condition: Json): boolean {
  return typeof condition !== "string" && holdsTemplate(condition);
}

export function notRendered(path: string): Problem {
  return {
    code: "TEMPLATE_IN_CONDITION",
    severity: "warning",
    path,
    message: "The condition contains {{ … }} inside JSONLogic, where templates are not rendered.",
    hint: 'Read the value with {"var": "…"}, or write the whole condition as one template: "{{ payload.total > 1000 }}".',
  };
}
