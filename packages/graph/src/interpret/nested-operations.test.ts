import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryNestedRun, type NestedMix, type NestedRun } from "../conformance/arbitrary-nested.ts";
import type { ScriptedOperation } from "../conformance/scenario.ts";
import type { TraceEntry } from "../trace/trace-entry.ts";
import { brokenLaws } from "./test-kit/laws.ts";
import { endOf, playNested, type Played } from "./test-kit/play-nested.ts";
import type { Continuations } from "./test-kit/watched-machine.ts";
import type { Operation } from "./operation.ts";

// Random graphs, on whose executions people perform operations at random moments: pause, resume, cancel, and every operation
// on every path, whether it makes sense or not.

const mix: NestedMix = { maxNodes: 7, maxDepth: 2, maxMs: 40, orderMatters: true };
const burst: NestedMix = { ...mix, durability: "burst" };
const wild = fc.oneof(arbitraryNestedRun(mix), arbitraryNestedRun(burst));
const RUNS = { numRuns: Number(process.env["FC_RUNS"] ?? 200) };
const TIMEOUT = { timeout: 60_000 };

const drains = fc.array(fc.constantFrom("soft", "hard", null, null), { minLength: 1, maxLength: 8 });
const continuations = fc.oneof(
  fc.constant<Continuations>({}),
  drains.map((all): Continuations => ({ drain: (batch) => all[batch % all.length]! })),
);
/** A moment of a run: the time of a trace entry, or a time between two. */
const moment = fc.record({ at: fraction(), between: fc.boolean() });
const pauses = fc.option(fc.record({ from: moment, ms: fc.nat(300) }), { nil: null });

function fraction(): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: 0.999, noNaN: true });
}

/** The moment in ms after the start. */
function momentIn(
  trace: readonly TraceEntry[],
  { at, between }: { readonly at: number; readonly between: boolean },
): number {
  const entry = trace[Math.floor(at * trace.length)]!;
  return entry.at - trace[0]!.at + (between ? 0.5 : 0);
}

test("a cancel at any moment ends the execution as cancelled, unless it was already ending", TIMEOUT, async () => {
  await fc.assert(
    fc.asyncProperty(wild, moment, pauses, continuations, async (run, when, pause, how) => {
      const { trace } = await playNested(run);
      const early = pause === null ? [] : pauseFor(momentIn(trace, pause.from), pause.ms);
      const played = await playNested(
        { ...run, operations: [...early, ...run.operations] },
        { cancelAfterMs: momentIn(trace, when) },
        how,
      );
      expect(brokenLaws(played)).toEqual([]);
      if (isHeard(played)) expect(played.status).toBe("cancelled");
    }),
    RUNS,
  );
});

/** Whether the cancel came in a batch of its own, while the execution was not ending. */
function isHeard({ batches }: Played): boolean {
  const batch = batches.find(({ events }) => events.some(({ kind }) => kind === "cancelRequested"));
  return (
    batch !== undefined &&
    batch.events.length === 1 &&
    batch.before.scopes[0]!.closing === null &&
    batch.before.status === "running"
  );
}

function pauseFor(afterMs: number, ms: number): readonly ScriptedOperation[] {
  return [
    { afterMs, operation: { name: "pause" } },
    { afterMs: afterMs + ms, operation: { name: "resume" } },
  ];
}

test("a pause changes only the times", TIMEOUT, async () => {
  const calm = arbitraryNestedRun({ ...mix, orderMatters: false });
  const calmBurst = arbitraryNestedRun({ ...burst, orderMatters: false });
  await fc.assert(
    fc.asyncProperty(fc.oneof(calm, calmBurst), moment, fc.nat(500), continuations, async (run, from, ms, how) => {
      const plain = await playNested(run);
      const early = pauseFor(momentIn(plain.trace, from), ms);
      const paused = await playNested({ ...run, operations: [...early, ...run.operations] }, {}, how);
      expect(brokenLaws(paused)).toEqual([]);
      expect(endOf(paused)).toEqual(endOf(plain));
    }),
    RUNS,
  );
});

interface Act {
  /** Which entry of the trace it is about. */
  readonly on: number;
  /** An operation that makes sense there, which of them; null: any. */
  readonly fits: number | null;
  readonly when: { readonly at: number; readonly between: boolean };
  readonly operation: (path: string) => Operation;
}

const NAMES: readonly ((path: string) => Operation)[] = [
  () => ({ name: "pause" }),
  () => ({ name: "resume" }),
  (path) => ({ name: "decide", path, decision: "approved", data: 1 }),
  (path) => ({ name: "decide", path, decision: "rejected" }),
  (path) => ({ name: "skipWait", path }),
  (path) => ({ name: "retry", path }),
  (path) => ({ name: "retry", path, input: { give: 1 } }),
  (path) => ({ name: "skip", path, output: { skipped: true } }),
  (path) => ({ name: "skip", path, output: null, port: "left" }),
  (path) => ({ name: "fail", path, message: "no more" }),
];

const AT_AN_INCIDENT = NAMES.slice(5);
const AT_A_WAIT = NAMES.slice(2, 5);

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.record({
    on: fraction(),
    fits: fc.option(fc.nat(30), { nil: null, freq: 2 }),
    when: moment,
    operation: fc.constantFrom(...NAMES),
  }),
  { minLength: 1, maxLength: 12 },
);

test("the laws hold for all operations of people, and a refused operation changes nothing", TIMEOUT, async () => {
  const cancels = fc.option(moment, { nil: null, freq: 3 });
  await fc.assert(
    fc.asyncProperty(wild, acts, cancels, continuations, async (run, all, cancel, how) => {
      const { trace } = await playNested(run);
      const operations = all.flatMap((act, index) => scripted(act, trace, index));
      const played = await playNested(
        withResume(run, operations),
        cancel === null ? {} : { cancelAfterMs: momentIn(trace, cancel) },
        how,
      );
      expect(brokenLaws(played)).toEqual([]);
    }),
    RUNS,
  );
});

/** At its moment; and what fits, once more when all that does not wait for a person has ended. */
function scripted(
  { on, fits, when, operation }: Act,
  trace: readonly TraceEntry[],
  index: number,
): readonly ScriptedOperation[] {
  const open = trace.filter(({ kind }) => kind === "incident" || kind === "waiting");
  if (fits === null || open.length === 0) {
    const entry = trace[Math.floor(on * trace.length)]!;
    const isNow = when.at < 0.6;
    const afterMs = isNow ? entry.at - trace[0]!.at + (when.between ? 0.5 : 0) : momentIn(trace, when);
    return [{ afterMs, operation: operation(entry.path) }];
  }
  const { path, kind, at } = open[Math.floor(on * open.length)]!;
  const fitting = kind === "incident" ? AT_AN_INCIDENT : AT_A_WAIT;
  const fit = fitting[fits % fitting.length]!(path);
  return [
    { afterMs: at - trace[0]!.at + (when.between ? 0.5 : 0), operation: fit },
    { afterMs: 60_000 + index * 1_000, operation: fit },
  ];
}

/** The run's own sweeps come after; a pause has to end before them. */
function withResume(run: NestedRun, operations: readonly ScriptedOperation[]): NestedRun {
  const resumes = Array.from({ length: 30 }, (_, index): ScriptedOperation => ({
    afterMs: 5_000 + index * 45_000,
    operation: { name: "resume" },
  }));
  return {
    ...run,
    operations: [...operations, ...resumes, ...run.operations].toSorted((a, b) => a.afterMs - b.afterMs),
  };
}
