import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "./json.ts";
import { jsonSize } from "./json-size.ts";

test("is the size of the compact text, for values without escapes", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "Z", "é", "€", "😀", " ") });
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, true, false),
      fc.integer(),
      text,
      fc.array(tie("value")),
      fc.dictionary(text, tie("value")) as fc.Arbitrary<Json>,
    ),
  }));
  fc.assert(
    fc.property(value, (json) => {
      expect(jsonSize(json, Number.POSITIVE_INFINITY)).toBe(new TextEncoder().encode(JSON.stringify(json)).length);
    }),
  );
});

test("stops soon after the limit, and does not mind depth", () => {
  let deep: Json = [];
  for (let level = 0; level < 200_000; level++) deep = [deep];
  expect(jsonSize(deep, 1_000)).toBeGreaterThan(1_000);
  expect(jsonSize(deep, 1_000)).toBeLessThan(1_010);
});
