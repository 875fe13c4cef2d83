import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryNestedRun, type NestedMix, type NestedRun } from "../conformance/arbitrary-nested.ts";
import { brokenLaws } from "./test-kit/laws.ts";
import { endOf, playNested, seenOf } from "./test-kit/play-nested.ts";
import type { Continuations } from "./test-kit/watched-machine.ts";

// Random graphs with containers, errors, incidents, compensation, waits and time-outs. At random moments, operations are
// performed on their executions, and these are cancelled, paused or continued as new. The laws must hold for all of them.

const wild: NestedMix = {
  maxNodes: 7,
  maxDepth: 2,
  maxMs: 40,
  orderMatters: true,
  operations: true,
  cancelWithinMs: 300,
};
const everything = fc.oneof(
  { weight: 3, arbitrary: arbitraryNestedRun(wild) },
  { weight: 1, arbitrary: arbitraryNestedRun({ ...wild, maxDepth: 3, maxNodes: 4 }) },
  { weight: 1, arbitrary: arbitraryNestedRun({ ...wild, durability: "burst" }) },
);
const RUNS = { numRuns: Number(process.env["FC_RUNS"] ?? 300) };

/** Bits that say, repeating, in which batches something happens. */
const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
const at = (all: readonly boolean[], batch: number): boolean => all[batch % all.length]!;

async function lawful(run: NestedRun, how: Continuations = {}): Promise<void> {
  expect(brokenLaws(await playNested(run, {}, how))).toEqual([]);
}

test("every run keeps the laws", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(everything, (run) => lawful(run)),
    RUNS,
  );
});

const drains = fc.array(fc.constantFrom("soft", "hard", null), { minLength: 1, maxLength: 12 });

test("every run keeps the laws when it continues as new at any moment", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(everything, drains, (run, all) => lawful(run, { drain: (batch) => all[batch % all.length]! })),
    RUNS,
  );
});

test(
  "in graphs that do not depend on order, a continue-as-new changes only the times",
  { timeout: 60_000 },
  async () => {
    const calm = { ...wild, orderMatters: false, operations: false };
    const runs = fc.oneof(arbitraryNestedRun(calm), arbitraryNestedRun({ ...calm, durability: "burst" }));
    await fc.assert(
      fc.asyncProperty(runs, drains, async ({ cancelAfterMs: _, ...run }, all) => {
        const drained = await playNested(run, {}, { drain: (batch) => all[batch % all.length]! });
        expect(brokenLaws(drained)).toEqual([]);
        expect(endOf(drained)).toEqual(endOf(await playNested(run)));
      }),
      RUNS,
    );
  },
);

test("a continue-as-new with nothing in flight changes nothing", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(everything, bits, async (run, when) => {
      const handed = await playNested(run, {}, { atRest: (batch) => at(when, batch) });
      expect(seenOf(handed)).toEqual(seenOf(await playNested(run)));
    }),
    RUNS,
  );
});

test("a machine that is restored from JSON after every batch behaves the same", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(everything, async (run) => {
      expect(seenOf(await playNested(run, {}, { throughJson: true }))).toEqual(seenOf(await playNested(run)));
    }),
    RUNS,
  );
});
