import { Validator, type Schema } from "@cfworker/json-schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../definition/json.ts";
import { SchemaBudgetExceeded, SchemaEvaluation } from "./schema-evaluation.ts";

/** Schemas of all keywords over few names and values, so that they often fit. */
const { schema } = fc.letrec<{ schema: JsonObject | boolean }>((tie) => {
  const one = tie("schema") as fc.Arbitrary<Json>;
  const several = fc.array(one, { minLength: 1, maxLength: 3 });
  const byName = fc.dictionary(fc.constantFrom("a", "b", "c/d"), one, { maxKeys: 3 });
  const small = fc.nat(3);
  const type = fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object");
  const keywords: Record<string, fc.Arbitrary<Json>> = {
    $ref: fc.constantFrom("#/$defs/x", "#/$defs/y"),
    type: fc.oneof(type, fc.array(type, { minLength: 1, maxLength: 2 })),
    enum: fc.array(fc.constantFrom(1, "a", null, [1], { a: 1 }), { minLength: 1 }),
    const: fc.constantFrom<Json>(1, "a", { a: 1 }, [1]),
    ...{ not: one, anyOf: several, allOf: several, oneOf: several, if: one, then: one, else: one },
    ...{ properties: byName, additionalProperties: one, unevaluatedProperties: one, propertyNames: one },
    patternProperties: fc.dictionary(fc.constantFrom("^a", "b", "[a-c]"), one, { maxKeys: 2 }),
    required: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
    dependentRequired: fc.constant({ a: ["b"] }),
    ...{ dependentSchemas: byName, minProperties: small, maxProperties: small },
    ...{ prefixItems: several, items: one, unevaluatedItems: one, minItems: small, maxItems: small },
    ...{ contains: one, minContains: small, maxContains: small, uniqueItems: fc.boolean() },
    ...{ minimum: small, maximum: small, exclusiveMinimum: small, exclusiveMaximum: small },
    multipleOf: fc.constantFrom(0.1, 1, 2, 0.5),
    ...{ minLength: small, maxLength: small, pattern: fc.constantFrom("^a", "b$", "[0-9]+") },
    format: fc.constantFrom("date", "email", "uuid", "something"),
  };
  const requiredKeys: string[] = [];
  const some = fc
    .subarray(Object.keys(keywords), { minLength: 0, maxLength: 4 })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, keywords[name]!])), { requiredKeys }));
  return { schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.boolean(), some as fc.Arbitrary<JsonObject>) };
});
const definitions = fc.record({
  x: fc.constantFrom<Json>({ type: "string" }, { properties: { a: { minimum: 1 } } }),
  y: fc.constantFrom<Json>(true, { minItems: 1 }),
});
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, 0, 1, 2.5, 0.3, "a", "ab", "7", "2026-01-01"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c/d"), tie("value"), { maxKeys: 3 }) as fc.Arbitrary<Json>,
  ),
}));

test("random schemas accept the values that the library accepts, and report the same errors at the same places", () => {
  fc.assert(
    fc.property(schema, definitions, value, (some, $defs, of) => {
      const whole: JsonObject = typeof some === "boolean" ? { allOf: [some], $defs } : { ...some, $defs };
      const library = new Validator(JSON.parse(JSON.stringify(whole)) as Schema, "2020-12", false).validate(of);
      const places = (errors: readonly { keyword: string; instanceLocation: string }[]): string[] =>
        errors.map(({ keyword, instanceLocation }) => `${keyword} ${instanceLocation}`);
      const ours = new SchemaEvaluation(whole).errors(of);
      expect(ours.length === 0).toBe(library.valid);
      expect(new SchemaEvaluation(whole, { quick: true }).errors(of).length === 0).toBe(library.valid);
      // With `minContains` the library also says why each of the items does not fit.
      if (!JSON.stringify(whole).includes("minContains")) expect(places(ours)).toEqual(places(library.errors));
    }),
    { numRuns: 5_000 },
  );
});

test("a pattern for which RegExp takes exponential time", () => {
  const form = { properties: { why: { pattern: "^a*a*a*a*a*a*b$" } } };
  expect(new SchemaEvaluation(form).errors({ why: "a".repeat(3_000) })).toMatchObject([
    { keyword: "properties" },
    { keyword: "pattern", instanceLocation: "#/why" },
  ]);
  expect(new SchemaEvaluation(form).errors({ why: `${"a".repeat(3_000)}b` })).toEqual([]);
});

test("a text that would take too many steps is refused, and so is a value for which a recursive schema doubles at each level", () => {
  const pattern = { pattern: "(a|b|c|d|e|f|g|h)*x" };
  expect(() => new SchemaEvaluation(pattern).errors("a".repeat(100_000))).toThrow(SchemaBudgetExceeded);
  const again = { properties: { a: { $ref: "#" } } };
  let deep: Json = 1;
  for (let level = 0; level < 40; level += 1) deep = { a: deep };
  expect(() => new SchemaEvaluation({ allOf: [again, again] }).errors(deep)).toThrow(SchemaBudgetExceeded);
});

// Each schema costs little to visit, but much for what it holds: texts that stand in errors, names that are looked up, classes of patterns.
const many = (count: number) => Array.from({ length: count }, (_, index) => `name${index}`);
test.each<[string, JsonObject, Json]>([
  ["an enum of 100 kB for each of 4,000 items", { items: { enum: many(10_000) } }, Array(4_000).fill(1)],
  ["a const of 100 kB for each of 4,000 items", { items: { const: many(10_000) } }, Array(4_000).fill([])],
  ["10,000 required names for each of 4,000 items", { items: { required: many(10_000) } }, Array(4_000).fill({})],
  [
    "10,000 dependent names for each of 1,000 items",
    { items: { dependentRequired: { a: many(10_000) } } },
    Array(1_000).fill({ a: 1 }),
  ],
  ["10,000 types for each of 4,000 items", { items: { type: Array(10_000).fill("null") } }, Array(4_000).fill(1)],
  ["a class of 1,900 characters", { items: { pattern: `[${"a".repeat(1_900)}]{500}` } }, ["a".repeat(10_000)]],
  [
    "a name of 100 kB around 10,000 items",
    { properties: { ["n".repeat(100_000)]: { items: { type: "null" } } } },
    { ["n".repeat(100_000)]: Array(10_000).fill(1) },
  ],
])("%s exceeds the budget", (_, schema, value) => {
  expect(() => new SchemaEvaluation(schema).errors(value)).toThrow(SchemaBudgetExceeded);
});

test("a schema that refers to itself without end does not overflow the stack", () => {
  expect(() => new SchemaEvaluation({ $ref: "#" }).errors(1)).toThrow("deep");
});

test("formats take linear time: the library's `url` is checked as `uri`", () => {
  const hostile = `http://${"a".repeat(20_000)}!!`;
  expect(new SchemaEvaluation({ format: "url" }).errors("https://example.com/x")).toEqual([]);
  expect(new SchemaEvaluation({ format: "url" }).errors(`${hostile} `)).toHaveLength(1);
});
