import fc from "fast-check";
import { expect, test } from "vitest";
import { edges, graph, node, start } from "../conformance/build.ts";
import { runScenario } from "../conformance/index.ts";
import type { Json } from "../definition/json.ts";
import { arbitraryData, arbitraryRule } from "../expression/test-kit/arbitrary-rule.ts";

// A snapshot turns every value of an execution into JSON and back. No result may depend on whether a snapshot was made.

const runs = Number(process.env["FC_RUNS"] ?? 200);

/** start ─▶ keep ─▶ wait ─▶ ask      the answer without a snapshot, and with one after every batch */
async function answers(ask: Json, payload: Json): Promise<readonly unknown[]> {
  const scenario = {
    ...({ name: "snapshot", rule: 9, picture: "", payload, expect: { status: "completed", steps: [] } } as const),
    graph: graph(
      [
        start,
        node("keep", "set", { values: { a: "{{ payload.a }}", again: "{{ payload.a }}", all: "{{ payload }}" } }),
        node("wait", "delay", { ms: 5 }),
        node("ask", "transform", ask as { readonly [key: string]: Json }),
      ],
      edges("start > keep > wait > ask"),
    ),
  };
  const both = [await runScenario(scenario), await runScenario(scenario, { continueAsNewEvery: 1 })];
  expect(both[1]?.continuedAsNew).toBeGreaterThan(0);
  return both.map(({ status, failure, trace }) => [
    status,
    failure?.code,
    trace.find(({ path, kind }) => path === "ask" && kind === "completed")?.output,
  ]);
}

const nested: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>([], {}, [1], { a: [1] }, [[1], { b: 2 }], { a: 1, b: null }, -0, [-0]),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

test("JSONLogic conditions give the same before and after a snapshot", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRule, arbitraryData, nested, async (rule, data, a) => {
      const payload = { ...data, a };
      const logic: Json = {
        merge: [
          [{ "==": [{ var: "vars.a" }, { var: "vars.again" }] }, { in: [{ var: "a" }, [{ var: "vars.a" }]] }],
          rule,
        ],
      };
      const [plain, resumed] = await answers({ logic }, payload as Json);
      expect(resumed).toStrictEqual(plain);
    }),
    { numRuns: runs },
  );
});

test.each([
  "{{ vars.a == payload.a }}",
  "{{ [vars.a].distinct() == [payload.a, vars.again].distinct() }}",
  "{{ vars.a in [payload.a] }}",
  "{{ toJson([vars.a, payload.a]) }}",
  "{{ type(vars.a) == type(payload.a) }}",
  "{{ vars.all.a != payload.a ? 1 : 2 }}",
])("%s gives the same before and after a snapshot", { timeout: 60_000 }, async (output) => {
  await fc.assert(
    fc.asyncProperty(nested, async (a) => {
      const [plain, resumed] = await answers({ output }, { a });
      expect(resumed).toStrictEqual(plain);
    }),
    { numRuns: Math.ceil(runs / 4) },
  );
});

test("minus zero is the same as zero", async () => {
  const [plain, resumed] = await answers({ output: "{{ 1.0 / vars.a > 0.0 }}" }, { a: -0 });
  expect(plain).toStrictEqual(resumed);
});
