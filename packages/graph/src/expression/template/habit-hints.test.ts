import { expect, test } from "vitest";
import type { Json } from "../../definition/json.ts";
import { createBudget } from "../budget.ts";
import { ExpressionError } from "../expression-error.ts";
import { compileCel } from "./compile-cel.ts";
import { valueHint } from "./habit-hints.ts";

const payload: Json = { name: "Ada", n: 7, none: null, items: [{ k: 1 }, { k: 2 }], a: true, b: false };
const scope = {
  root: (name: string) => (name === "payload" ? payload : undefined),
  step: () => ({ id: 1 }),
  steps: () => ({}),
};

/** What people type who know another language, and the CEL that the hint has to name; it must compile. */
const typed: readonly (readonly [string, string])[] = [
  ['payload.nick || "friend"', 'coalesce(payload.nick, "friend")'],
  ["payload.name && payload.n", "coalesce(value, default)"],
  ["payload.a and not payload.b", "payload.a && !payload.b"],
  ["payload.a or payload.b", "payload.a || payload.b"],
  ["payload.a & payload.b", "payload.a && payload.b"],
  ['payload.name === "a or b"', 'payload.name == "a or b"'],
  ["payload.n = 7", "payload.n == 7"],
  ["payload.n <> 7", "payload.n != 7"],
  ["$json.name", "payload.name"],
  ["$input.first().json.name", "payload.name"],
  ['$node["Get lead"].json.id', 'steps["Get lead"].id'],
  ['$("Get lead").item.json.id', 'steps["Get lead"].id'],
  ["$.detail.id", "payload.detail.id"],
  ["payload.items.length", "size(payload.items)"],
  ["payload.items.length > 1", "size(payload.items) > 1"],
  ["payload.items.map(x => x.k)", "payload.items.map(x, x.k)"],
  ["payload.items.filter((x) => x.k > 1)", "payload.items.filter(x, x.k > 1)"],
  ["payload.items.some(x => x.k > 1)", "payload.items.exists(x, x.k > 1)"],
  ["payload.items.find(x => x.k == 1)", "payload.items.filter(x, x.k == 1).first()"],
  ["payload.items[-1]", "payload.items.last()"],
  ["payload.items[-2]", "payload.items.slice(-2).first()"],
  ["payload.name + 1", "payload.name + string(1)"],
  ['"Total: " + payload.n', '"Total: " + string(payload.n)'],
  ["payload.name > 5", "parseNumber(payload.name) > 5"],
  ["payload.none + 1", "coalesce(value, 0)"],
  ["payload.name ? 1 : 2", 'payload.name != ""'],
  ['payload.nick ?? "friend"', 'coalesce(payload.nick, "friend")'],
  ["payload?.name", "payload.?name"],
  ["typeof payload.n", "type(payload.n)"],
  ["if (payload.a) 1 else 2", "payload.a ? 1 : 2"],
  ["payload.name == undefined", "payload.name == null"],
  ["payload.a == True", "payload.a == true"],
  ["{a: 1}", '{"a": 1}'],
  ["payload.name | upper", "payload.name.upper()"],
  ["{{ payload.name }}", "payload.name"],
  ["new Date()", "now()"],
  ["`Hi ${payload.name}`", '"Dear " + payload.name'],
  ["[...payload.items]", "joined with +"],
  ["payload.n ** 2", "a * a"],
  ['payload.name.startswith("A")', "startsWith"],
  ["payload.items.push(1)", "list + [value]"],
];

test.each(typed)("%s: the hint says %s", (source, written) => {
  let error: unknown;
  try {
    compileCel(source, "").evaluate(scope, createBudget());
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ExpressionError);
  expect((error as ExpressionError).hint).toContain(written);
  if (/^[\w"{]+[\w.()"{]*(payload|steps)|^(payload|steps|type)/.test(written)) compileCel(written, "");
});

test("the content of text literals is not changed", () => {
  expect(valueHint('payload.x + "a.length"')).toBeUndefined();
});
