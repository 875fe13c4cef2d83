import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../definition/json.ts";
import { createBudget } from "../../budget.ts";
import type { CompiledTemplate } from "../../compile-template.ts";
import { compileTemplate } from "../../compile-template.ts";
import { ExpressionError } from "../../expression-error.ts";
import { TEMPLATE_FUNCTION_TABLE } from "./expression-functions.ts";

const texts = [
  "",
  "a",
  "Zoë",
  "😀",
  "\uD800",
  "a.b",
  "constructor",
  "1",
  "-1.5e3",
  "1,5",
  "%",
  "%41",
  "YQ==",
  "[1]",
  "{",
];
const moments = ["2026-03-29", "2026-03-29T02:30:00", "2026-03-29T02:30:00Z", "9999-12-31T23:59:59Z", "0000-01-01"];
const names = [
  "UTC",
  "Europe/Berlin",
  "Pacific/Apia",
  "Nowhere",
  "day",
  "months",
  "hours",
  "dd.MM.yyyy",
  "hex",
  "base64",
];

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(...texts, ...moments, ...names),
  fc.constantFrom<Json>(null, true, false, 0, 1, -1, 2.5, 7, 1e15, 1e300, -1e300, 2 ** 31, 2 ** 53, 1e-300),
  fc.constantFrom<Json>(
    [],
    [[]],
    [1, 2, "a"],
    ["a", "b", "a"],
    [3, 1, 2],
    [{ key: "a", value: 1 }],
    {},
    { a: { b: 1 } },
  ),
  fc.constantFrom<Json>({ constructor: 1 }, JSON.parse('{"__proto__": 1}') as Json),
  fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>,
);

const compiled = new Map<string, CompiledTemplate>();

/** The call on fields of the payload, whose types nobody knows before it runs. */
function call(name: string, kind: string, count: number): CompiledTemplate {
  const args = Array.from({ length: count }, (_, index) => `payload.p${index}`);
  const source = kind === "method" ? `payload.of.${name}(${args.join(", ")})` : `${name}(${args.join(", ")})`;
  const template = compiled.get(source) ?? compileTemplate(`{{ ${source} }}`);
  compiled.set(source, template);
  return template;
}

function outcome(template: CompiledTemplate, payload: JsonObject): unknown {
  try {
    return template.render(
      {
        root: (name) => (name === "payload" ? payload : undefined),
        step: () => undefined,
        steps: () => ({}),
        now: () => 0,
        key: () => "k",
      },
      createBudget({ steps: 20_000, bytes: 1_000_000 }),
    );
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { code: error.code, message: error.message, hint: error.hint };
  }
}

const own = TEMPLATE_FUNCTION_TABLE.filter(({ run }) => run !== undefined);

test.each(own.map(({ name, kind, takes }) => [kind, name, takes] as const))(
  "%s %s gives JSON or a clear error on whatever it gets, and the same each time",
  (kind, name, takes) => {
    const all = fc.tuple(fc.constantFrom(...takes), value, fc.array(value, { minLength: 8, maxLength: 8 }));
    fc.assert(
      fc.property(all, ([count, of, args]) => {
        const payload: JsonObject = { of, ...Object.fromEntries(args.map((arg, index) => [`p${index}`, arg])) };
        const before = structuredClone(payload);
        const result = outcome(call(name, kind, count), payload);
        expect(result).not.toBeUndefined();
        expect(outcome(call(name, kind, count), payload)).toStrictEqual(result);
        expect(payload).toStrictEqual(before);
        if (typeof result === "object" && result !== null && "hint" in result) expect(result.hint).toBeTruthy();
      }),
      { numRuns: 150 },
    );
  },
);
