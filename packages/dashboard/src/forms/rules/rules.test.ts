import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "@tempograph/graph";
import { QUERY_OPERATORS, takesOf, type QueryGroup, type QueryRule } from "./query.ts";
import { toQuery } from "./read-query.ts";
import { parseScalar, printScalar, type Scalar } from "./scalar.ts";
import { fromQuery } from "./write-query.ts";

const scalar = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("80", '"', '"80"', "true", "1e3", "-0", "007"),
);
const field = fc.constantFrom("score", "lead.title", "steps.a.status", "$json", "");

/** JSONLogic that people write, with mistakes and rare forms in it. */
const { rule } = fc.letrec<{ rule: Json; operand: Json }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    tie("operand"),
    fc
      .record({
        op: fc.constantFrom("and", "or", "!", "!!", "==", "!=", ">", "<=", "in", "===", "var", "+"),
        args: fc.array(fc.oneof(tie("rule"), tie("operand")), { maxLength: 3 }),
      })
      .map(({ op, args }) => ({ [op]: args }) as Json),
    fc
      .record({ op: fc.constantFrom("!", "!!", "var"), arg: fc.oneof(tie("rule"), tie("operand")) })
      .map(({ op, arg }) => ({ [op]: arg }) as Json),
  ),
  operand: fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    field.map((path) => ({ var: path })),
    fc.jsonValue({ maxDepth: 2 }),
  ) as fc.Arbitrary<Json>,
}));

test("any rule comes back from the builder as it was, to the letter", () => {
  fc.assert(
    fc.property(fc.option(rule, { nil: undefined }), (given) => {
      const back = fromQuery(toQuery(given));
      expect(JSON.stringify(back)).toBe(JSON.stringify(given));
    }),
    { numRuns: 2_000 },
  );
});

const name = fc.constantFrom("score", "lead.title", "steps.a.status");
const row: fc.Arbitrary<QueryRule> = fc
  .constantFrom(...QUERY_OPERATORS.map((one) => one.name))
  .chain((operator): fc.Arbitrary<QueryRule> => {
    // Comparing with null is said as "is there" and "is missing".
    const plain = scalar.filter((value) => value !== null);
    const takes = takesOf(operator);
    if (takes === "nothing") return name.map((path) => ({ field: path, operator, value: null }));
    if (takes === "range")
      return fc.tuple(name, plain, plain).map(([path, from, to]) => ({ field: path, operator, value: [from, to] }));
    if (takes === "list")
      return fc
        .tuple(name, fc.array(plain, { maxLength: 3 }))
        .map(([path, value]) => ({ field: path, operator, value }));
    const value = fc.tuple(name, plain).map(([path, other]): QueryRule => ({ field: path, operator, value: other }));
    if (operator === "contains" || operator === "doesNotContain") return value;
    const read = fc
      .tuple(name, name)
      .map(([path, other]): QueryRule => ({ field: path, operator, value: other, valueSource: "field" }));
    return fc.oneof(value, read);
  });
const { group } = fc.letrec<{ group: QueryGroup }>((tie) => ({
  group: fc
    .record({
      combinator: fc.constantFrom("and", "or"),
      not: fc.boolean(),
      rules: fc.array(fc.oneof({ maxDepth: 3 }, row, tie("group")), { minLength: 1, maxLength: 3 }),
    })
    .map(({ not, ...rest }) => (not ? { ...rest, not } : rest)) as fc.Arbitrary<QueryGroup>,
}));

test("what the builder shows comes back from JSONLogic as the same rows and groups, without a row of JSON", () => {
  fc.assert(
    fc.property(group, (query) => {
      expect(toQuery(fromQuery({ ...query, whole: true }))).toEqual({ ...query, whole: true });
    }),
    { numRuns: 500 },
  );
});

test("a rule that the builder cannot show is one row of JSON among the others, which can be edited", () => {
  const odd = { ">": [{ "+": [{ var: "a" }, 1] }, 2] };
  const query = toQuery({ and: [{ ">": [{ var: "score" }, 80] }, odd] });
  expect(query.rules).toEqual([
    { field: "score", operator: ">", value: 80 },
    { field: "$json", operator: "json", value: odd },
  ]);
  const [first, ...rest] = query.rules;
  const changed = fromQuery({ ...query, rules: [{ ...first, value: 60 } as QueryRule, ...rest] });
  expect(changed).toEqual({ and: [{ ">": [{ var: "score" }, 60] }, odd] });
});

test("a single comparison stays one until a second is added", () => {
  const query = toQuery({ "==": [{ var: "title" }, "CEO"] });
  expect(fromQuery(query)).toEqual({ "==": [{ var: "title" }, "CEO"] });
  const more = { ...query, rules: [...query.rules, { field: "score", operator: "<", value: { var: "x" } }] };
  expect(fromQuery(more)).toEqual({
    and: [{ "==": [{ var: "title" }, "CEO"] }, { "<": [{ var: "score" }, { var: "x" }] }],
  });
  expect(fromQuery({ combinator: "and", rules: [] })).toBeUndefined();
});

test("a value is typed as people mean it, and shown so that it stays what it is", () => {
  const meant: [string, Scalar][] = [
    ["80", 80],
    ["-1.5", -1.5],
    ["CEO", "CEO"],
    ['"80"', "80"],
    ["true", true],
    ["null", null],
    ["007", "007"],
    ["", ""],
    ['"', '"'],
  ];
  for (const [text, value] of meant) expect(parseScalar(text)).toBe(value);
  fc.assert(
    fc.property(scalar, (value) => Object.is(parseScalar(printScalar(value)), Object.is(value, -0) ? 0 : value)),
  );
});
