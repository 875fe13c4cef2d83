import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../definition/json.ts";
import { createBudget } from "../budget.ts";
import { compileCondition } from "../compile-condition.ts";

function valueOf(rule: Json, payload: Json, interpreterVersion?: number): Json {
  const scope = {
    root: (name: string) => (name === "payload" ? payload : undefined),
    step: () => undefined,
    steps: () => ({}),
  };
  const options = interpreterVersion === undefined ? {} : { interpreterVersion };
  return compileCondition(rule, options).value(scope, createBudget(), "execution");
}

const data = { list: [1, { a: [] }], same: [1, { a: [] }], other: [1, { a: [0] }], object: { a: 1, b: null } };
const read = (name: string): Json => ({ var: name });

test.each<[Json, boolean]>([
  [{ "==": [read("list"), read("list")] }, true],
  [{ "==": [read("list"), read("same")] }, true],
  [{ "===": [read("list"), read("same")] }, true],
  [{ "!=": [read("list"), read("same")] }, false],
  [{ "!==": [read("list"), read("same")] }, false],
  [{ "===": [read("list"), read("other")] }, false],
  [{ "==": [read("object"), read("list")] }, false],
  [
    {
      "===": [
        [1, 2],
        [1, 2],
      ],
    },
    true,
  ],
  [
    {
      "===": [
        [1, 2],
        [2, 1],
      ],
    },
    false,
  ],
  [{ "===": [[1], ["1"]] }, false],
  [{ "==": [[1], "1"] }, true],
  [
    {
      in: [
        [1, 2],
        [[1, 2], 3],
      ],
    },
    true,
  ],
  [{ in: [read("list"), { merge: [[read("other")], [read("same")]] }] }, true],
  [{ in: [read("object"), [read("list"), read("object")]] }, true],
  [{ some: [[read("list")], { "==": [{ var: "1.a" }, []] }] }, true],
])("%j: %s", (rule, holds) => expect(valueOf(rule, data)).toBe(holds));

test("map and filter of a value that is not a list give an empty list, and empty lists are equal", () => {
  const rule = { "==": [{ map: [1, 2] }, { map: ["x", 2] }] };
  expect(valueOf(rule, {})).toBe(true);
  expect(valueOf({ "==": [{ map: [1, 2] }, { map: [[1], 2] }] }, {})).toBe(false);
});

test("keys may come in any order; a key more or less is a difference", () => {
  const rule = { "===": [read("a"), read("b")] };
  expect(valueOf(rule, { a: { x: 1, y: 2 }, b: { y: 2, x: 1 } })).toBe(true);
  expect(valueOf(rule, { a: { x: 1, y: 2 }, b: { x: 1 } })).toBe(false);
  expect(valueOf(rule, { a: { x: 1, y: null }, b: { x: 1, z: null } })).toBe(false);
});

test("a definition of interpreter version 1 compares lists and objects by identity", () => {
  expect(valueOf({ "==": [read("list"), read("same")] }, data, 1)).toBe(false);
  expect(valueOf({ "==": [read("list"), read("list")] }, data, 1)).toBe(true);
  expect(valueOf({ in: [read("list"), [read("same")]] }, data, 1)).toBe(false);
});

test("a comparison costs steps, also where both sides are the same object", () => {
  const wide = Array.from({ length: 1_000 }, () => [1]);
  const scope = { root: () => ({ a: wide }), step: () => undefined, steps: () => ({}) };
  const condition = compileCondition({ "==": [read("a"), read("a")] });
  const budget = createBudget();
  const before = budget.steps;
  expect(condition.evaluate(scope, budget, "execution")).toBe(true);
  expect(before - budget.steps).toBeGreaterThan(1_000);
  // A list that contains the same list twice at every level represents 2^60 numbers.
  let twice: Json = [1];
  for (let level = 0; level < 60; level++) twice = [twice, twice];
  const deep = { ...scope, root: () => ({ a: twice }) };
  expect(() => condition.evaluate(deep, createBudget(), "execution")).toThrow(/more steps/);
});

// Operators see the same before and after a snapshot, which turns every value into JSON and back.
test("every operator gives the same result for a value and for its copy", () => {
  const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
  const names = ["==", "===", "!=", "!==", "in", "<", "<=", "merge", "cat", "and", "or", "if", "min", "+"] as const;
  fc.assert(
    fc.property(fc.constantFrom(...names), json, json, fc.boolean(), (name, a, b, isSame) => {
      const copy = (value: Json) => JSON.parse(JSON.stringify(value)) as Json;
      const rule = { [name]: [read("a"), read("b")] };
      const right = isSame ? a : b;
      const before = valueOf(rule, { a, b: right });
      expect(valueOf(rule, { a: copy(a), b: copy(right) })).toStrictEqual(copy(before));
      const hay = { a, b: [right, a] };
      expect(valueOf(rule, hay)).toStrictEqual(valueOf(rule, copy(hay)));
    }),
  );
});

test("by version 1, the empty lists that two operators give are two lists, as in json-logic-js", () => {
  const none: Json = { filter: [0, null] };
  expect(valueOf({ "==": [none, none] }, {}, 1)).toBe(false);
  expect(valueOf({ "==": [none, none] }, {}, 2)).toBe(true);
});
