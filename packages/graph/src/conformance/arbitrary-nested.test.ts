import fc from "fast-check";
import { expect, test } from "vitest";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { coreNodeTypes } from "../interpret/constructs/index.ts";
import { validateGraph } from "../validate/validate-graph.ts";
import { arbitraryNestedRun, type NestedMix, type NestedRun } from "./arbitrary-nested.ts";
import { probeManifest, runScenario, type Scenario } from "./index.ts";
import { FINAL_KINDS } from "./scenario.ts";

const types = new Map<string, NodeTypeManifest>([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));
const wild: NestedMix = {
  maxNodes: 6,
  maxDepth: 2,
  maxMs: 60,
  orderMatters: true,
  operations: true,
  cancelWithinMs: 400,
};
const calm: NestedMix = { maxNodes: 6, maxDepth: 2, maxMs: 60, orderMatters: false };
const runs = Number(process.env["FC_RUNS"] ?? 200);

test.each([
  ["wild", wild],
  ["calm", calm],
  ["wild burst", { ...wild, durability: "burst" }],
] as const)("%s graphs have no problems, and their executions come to an end", { timeout: 60_000 }, async (_, mix) => {
  await fc.assert(
    fc.asyncProperty(arbitraryNestedRun(mix), async (run) => {
      const errors = validateGraph({ graph: run.graph, types }).filter(({ severity }) => severity === "error");
      // The generator may join two ports that exclude each other. Such a join fails at run time, and the execution still ends.
      expect(errors.filter(({ code }) => code !== "JOIN_NEVER_MET")).toEqual([]);
      const { status } = await runScenario(asScenario(run));
      expect(status).not.toBe("stuck");
    }),
    { numRuns: runs },
  );
});

test("the random graphs contain every container and every node type that waits", () => {
  const kinds = new Set(
    fc.sample(arbitraryNestedRun(wild), 300).flatMap(({ graph }) => graph.nodes.map(({ type }) => type)),
  );
  const wanted = ["for_each", "repeat", "while", "race", "try", "parallel", "lock", "approval", "call_workflow"];
  expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([]);
});

test(
  "calm graphs end the same whatever the order of answers is, and across a continue-as-new",
  { timeout: 60_000 },
  async () => {
    const slower = (scenario: Scenario, factors: readonly number[]): Scenario => ({
      ...scenario,
      graph: {
        ...scenario.graph,
        nodes: scenario.graph.nodes.map((node, index) =>
          node.type === "probe" ? { ...node, data: { ...node.data, takesMs: factors[index % factors.length]! } } : node,
        ),
      },
    });
    const factors = fc.array(fc.nat(200), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(arbitraryNestedRun(calm), factors, fc.integer({ min: 1, max: 4 }), async (run, times, every) => {
        const scenario = asScenario(run);
        const plain = endOf(await runScenario(scenario));
        expect(endOf(await runScenario(slower(scenario, times)))).toEqual(plain);
        expect(endOf(await runScenario(scenario, { continueAsNewEvery: every }))).toEqual(plain);
      }),
      { numRuns: runs },
    );
  },
);

/** How an execution and its steps ended, independent of the order. */
function endOf({ status, output, trace }: Awaited<ReturnType<typeof runScenario>>): unknown {
  const ends = trace
    .filter(({ kind }) => FINAL_KINDS.has(kind))
    .map(({ path, kind, port = "" }) => `${path} ${kind} ${port}`);
  return { status, output, ends: ends.sort() };
}

function asScenario(run: NestedRun): Scenario {
  return { ...run, rule: 0, picture: "", expect: { status: "completed", steps: [] } };
}
