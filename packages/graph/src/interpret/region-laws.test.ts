import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryRun } from "../conformance/arbitrary.ts";
import { arbitraryNestedRun } from "../conformance/arbitrary-nested.ts";
import { edges, graph, probe, start } from "../conformance/build.ts";
import { playRegions, type Fate } from "./test-kit/play-regions.ts";

// A region changes how burst steps are run, and nothing that an execution does (docs/decisions: a burst is one region).

const RUNS = { numRuns: Number(process.env["FC_RUNS"] ?? 300) };
const mix = { maxNodes: 9, maxMs: 40, orderMatters: true, durability: "burst" as const };
const flat = arbitraryRun(mix);
const nested = arbitraryNestedRun({ ...mix, maxNodes: 5, maxDepth: 2, operations: false, cancelWithinMs: 0 });
const fates = fc.array(fc.constantFrom<Fate>("run", "run", "stop", "soon", "late"), { maxLength: 12 });

test.each([["flat", flat] as const, ["nested", nested] as const])(
  "%s graphs come to the same trace with regions and without, wherever a region ends",
  { timeout: 60_000 },
  async (_, runs) => {
    await fc.assert(
      fc.asyncProperty(runs, fates, async ({ graph: what, signals }, all) => {
        const sent = signals.map(({ name, payload }) => ({ name, payload: Number(payload) }));
        const { localActivities: _one, ...alone } = await playRegions({ graph: what, signals: sent, fates: null });
        const { localActivities: _many, ...together } = await playRegions({ graph: what, signals: sent, fates: all });
        expect(together).toEqual(alone);
      }),
      RUNS,
    );
  },
);

// start ─▶ b0 ─▶ b1 … ─▶ b39
test("a burst of 40 steps is one local activity", async () => {
  const all = Array.from({ length: 40 }, (_, n) => probe(`b${n}`));
  const chain = edges(["start", ...all.map(({ id }) => id)].join(" > "));
  const what = graph([start, ...all], chain, { durability: "burst" });
  const { end, localActivities } = await playRegions({ graph: what, signals: [], fates: [] });
  expect({ end, localActivities }).toEqual({ end: "complete", localActivities: 1 });
});
