import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExecutionLimits } from "../definition/execution-limits.ts";
import { arbitraryNestedRun, type NestedMix } from "../conformance/arbitrary-nested.ts";
import { brokenLaws } from "./test-kit/laws.ts";
import { endOf, playNested, seenOf, type Played } from "./test-kit/play-nested.ts";

// What an execution has under way stays within its limits, whatever its graph asks for (rule 15, I16).

const RUNS = { numRuns: Number(process.env["FC_RUNS"] ?? 300) };
const wild: NestedMix = {
  maxNodes: 7,
  maxDepth: 2,
  maxMs: 40,
  orderMatters: true,
  operations: true,
  cancelWithinMs: 300,
};
const calm: NestedMix = { ...wild, orderMatters: false, operations: false };
const lanes = (mix: NestedMix) =>
  fc.oneof(arbitraryNestedRun(mix), arbitraryNestedRun({ ...mix, durability: "burst" }));

/** Limits so small that random graphs reach them often. */
const tight: fc.Arbitrary<Partial<ExecutionLimits>> = fc.record({
  steps: fc.integer({ min: 1, max: 3 }),
  sentSteps: fc.integer({ min: 1, max: 4 }),
  burstSteps: fc.integer({ min: 1, max: 3 }),
  timers: fc.integer({ min: 1, max: 3 }),
  signals: fc.constantFrom(2, Number.POSITIVE_INFINITY),
  operations: fc.constantFrom(2, Number.POSITIVE_INFINITY),
});

/** The largest numbers of activities and timers that a driver had at the same time. */
function mostAtOnce({ batches }: Played): { readonly steps: number; readonly timers: number } {
  const steps = new Set<string>();
  const timers = new Set<string>();
  const most = { steps: 0, timers: 0 };
  for (const { events, commands } of batches) {
    for (const event of events) {
      if (event.kind === "timerFired") timers.delete(event.path);
      else if ("path" in event) steps.delete(event.path);
    }
    for (const command of commands) {
      if (command.kind === "runStep" && command.lane === "step") steps.add(command.path);
      else if (command.kind === "startTimer" && !/!(cancel|drain|settle)$/.test(command.path)) timers.add(command.path);
      else if (command.kind === "cancel") timers.delete(command.path);
      else if (command.kind === "continueAsNew") {
        steps.clear();
        timers.clear();
      }
    }
    most.steps = Math.max(most.steps, steps.size);
    most.timers = Math.max(most.timers, timers.size);
  }
  return most;
}

test("every run keeps the laws and stays within its limits", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(lanes(wild), tight, async (run, limits) => {
      const played = await playNested(run, {}, { limits });
      expect(brokenLaws(played)).toEqual([]);
      const most = mostAtOnce(played);
      expect(most.steps).toBeLessThanOrEqual(limits.sentSteps!);
      expect(most.timers).toBeLessThanOrEqual(limits.timers!);
    }),
    RUNS,
  );
});

test("in graphs that do not depend on order, the limits change only the times", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(lanes(calm), tight, async ({ cancelAfterMs: _, ...run }, limits) => {
      expect(endOf(await playNested(run, {}, { limits }))).toEqual(endOf(await playNested(run)));
    }),
    RUNS,
  );
});

test("the limits hold across a continue-as-new at any moment", { timeout: 60_000 }, async () => {
  const drains = fc.array(fc.constantFrom("soft", "hard", null), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(lanes(wild), tight, drains, async (run, limits, all) => {
      expect(brokenLaws(await playNested(run, {}, { limits, drain: (batch) => all[batch % all.length]! }))).toEqual([]);
    }),
    RUNS,
  );
});

test("a machine that is restored from JSON after every batch behaves the same", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(lanes(wild), tight, async (run, limits) => {
      const plain = await playNested(run, {}, { limits });
      const copied = await playNested(run, {}, { limits, throughJson: true });
      expect(copied.batches.map(({ commands }) => commands)).toEqual(plain.batches.map(({ commands }) => commands));
      expect(seenOf(copied)).toEqual(seenOf(plain));
    }),
    RUNS,
  );
});
