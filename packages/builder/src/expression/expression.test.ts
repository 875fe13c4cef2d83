import { expect, test } from "vitest";
import {
  compileCondition,
  compileTemplate,
  createBudget,
  type ExpressionScope,
  type Json,
  type JsonObject,
} from "@tempograph/graph";
import {
  add,
  cel,
  contains,
  divide,
  eq,
  every,
  exists,
  flow,
  gte,
  isIn,
  lte,
  multiply,
  ne,
  nodeType,
  none,
  not,
  or,
  orElse,
  remainder,
  shape,
  some,
  subtract,
  t,
  type Accessor,
  type Condition,
  type FirstScope,
} from "../index.ts";

interface Payload {
  readonly name: string;
  readonly score: number;
  readonly absent?: string;
  readonly tags: readonly string[];
  readonly items: readonly { readonly price: number }[];
  readonly "first name": string;
  readonly in: { readonly "a-b": number };
  readonly steps: string;
}
const payload: Payload & JsonObject = {
  name: "Ada",
  score: 7,
  tags: ["vip"],
  items: [{ price: 3 }, { price: 30 }],
  "first name": "A",
  in: { "a-b": 5 },
  steps: "mine",
} as Payload & JsonObject;

const outputs: JsonObject = { "node-1": { body: { id: 9 } } };
const scope: ExpressionScope = {
  root: (name) => (name === "payload" ? payload : undefined),
  step: (id) => outputs[id],
  steps: () => outputs,
};

type Read = Accessor<FirstScope<Payload>>;
const begin = () => flow("x", { payload: shape<Payload>() });

/** What the machine makes of a value in a node's data, and how it stands there. */
function data(read: (scope: Read) => unknown): { readonly text: Json; readonly value: Json } {
  const built = begin()
    .step("s", nodeType("probe"), (given) => ({ value: read(given) as string }))
    .build();
  const text = built.graph.nodes[1]!.data["value"]!;
  return { text, value: compileTemplate(text).render(scope, createBudget()) };
}

function condition(read: (scope: Read) => Condition): Json {
  const built = begin()
    .if(read, (yes) => yes)
    .build();
  const rule = (built.graph.nodes[1]!.data["cases"] as readonly { readonly condition: Json }[])[0]!.condition;
  return compileCondition(rule).evaluate(scope, createBudget(), "execution");
}

test("references have the same value in the machine as in the builder's types", () => {
  expect(data(({ payload }) => payload.name)).toEqual({ text: "{{ payload.name }}", value: "Ada" });
  expect(data(({ payload }) => payload.items[1]!.price).value).toBe(30);
  expect(data(({ payload }) => payload["first name"]).value).toBe("A");
  expect(data(({ payload }) => payload.in["a-b"])).toEqual({ text: '{{ payload.in["a-b"] }}', value: 5 });
  expect(data(({ steps }) => (steps as never as { "node-1": Read["payload"] })["node-1"])).toMatchObject({
    text: '{{ steps["node-1"] }}',
  });
});

test("the text around references stays text", () => {
  expect(data(({ payload }) => t`Hi ${payload.name}, ${payload.score}!`).value).toBe("Hi Ada, 7!");
  expect(data(({ payload }) => t`${payload.score}`).value).toBe("7");
  expect(data(({ payload }) => t`{{ x }} }} {{${payload.score}`).value).toBe("{{ x }} }} {{7");
  expect(data(({ payload }) => t`${payload.tags} ${1} ${true} ${"{{ payload.name }}"}`).value).toBe(
    '["vip"] 1 true {{ payload.name }}',
  );
  // An ordinary template string works as well; arithmetic does not.
  expect(data(({ payload }) => `Hi ${payload.name as unknown as string}`).value).toBe("Hi Ada");
  expect(() => data(({ payload }) => (payload.score as unknown as number) + 1)).toThrow("is a path, not a value");
});

test("CEL: references are paths in it, values are literals", () => {
  expect(data(({ payload }) => cel`${payload.score} * 2 + ${1}`).value).toBe(15);
  expect(data(({ payload }) => cel`${payload.in["a-b"]} - 1`).value).toBe(4);
  expect(data(({ payload }) => cel`${payload["first name"]} + ${'"}}'}`).value).toBe('A"}}');
  expect(data(({ payload }) => cel`{"a": {"b": ${payload.tags}}}`).value).toEqual({ a: { b: ["vip"] } });
  expect(data(({ payload }) => t`sum: ${cel<number>`${payload.score} + 1`}`).value).toBe("sum: 8");
});

test("a default is used only if the path is missing", () => {
  expect(data(({ payload }) => orElse(payload.absent, "none")).value).toBe("none");
  expect(data(({ payload }) => orElse(payload.name, "none")).value).toBe("Ada");
  expect(data(({ payload }) => orElse(payload.items[5]!.price, 0)).value).toBe(0);
  expect(data(({ payload }) => orElse(payload.in["a-b"], 0)).value).toBe(5);
  expect(data(({ steps }) => orElse((steps as never as Read)["payload"].absent, "no step")).value).toBe("no step");
  expect(condition(({ payload }) => eq(orElse(payload.absent, "none"), "none"))).toBe(true);
});

test("conditions evaluate in the machine as written in the builder", () => {
  expect(condition(({ payload }) => eq(payload.name, "Ada"))).toBe(true);
  expect(condition(({ payload }) => ne(payload.score, 7))).toBe(false);
  expect(condition(({ payload }) => gte(payload.score, 7))).toBe(true);
  expect(condition(({ payload }) => lte(payload.score, 6))).toBe(false);
  expect(condition(({ payload }) => exists(payload.absent))).toBe(false);
  expect(condition(({ payload }) => or(exists(payload.absent), not(eq(payload.score, 1))))).toBe(true);
  expect(condition(({ payload }) => isIn(payload.name, ["Ada", "Bo"]))).toBe(true);
  expect(condition(({ payload }) => contains(payload.tags, "vip"))).toBe(true);
  expect(condition(({ payload }) => contains(payload.name, "da"))).toBe(true);
  expect(condition(({ payload }) => some(payload.items, (item) => gte(item.price, 30)))).toBe(true);
  expect(condition(({ payload }) => every(payload.items, (item) => gte(item.price, 30)))).toBe(false);
  expect(condition(({ payload }) => none(payload.items, (item) => gte(item.price, 31)))).toBe(true);
  expect(condition(({ payload }) => some(payload.tags, (tag) => eq(tag, "vip")))).toBe(true);
  expect(condition(({ payload }) => eq(add(payload.score, 1), 8))).toBe(true);
  expect(condition(({ payload }) => eq(subtract(payload.score, 1), multiply(2, 3)))).toBe(true);
  expect(condition(({ payload }) => eq(remainder(payload.score, 2), divide(2, 2)))).toBe(true);
  // Inside an execution the machine's names win: the payload's field is named in full.
  expect(condition(({ payload }) => eq(payload.steps, "mine"))).toBe(true);
});

test("a condition on list elements that reads anything else is refused", () => {
  expect(() => condition(({ payload }) => some(payload.items, () => eq(payload.name, "Ada")))).toThrow("one element");
});
