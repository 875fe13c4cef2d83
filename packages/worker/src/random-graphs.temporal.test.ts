import fc from "fast-check";
import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arbitraryRun } from "@tempograph/graph/conformance/arbitrary";
import { arbitraryNestedRun, SWEEP_MS } from "@tempograph/graph/conformance/arbitrary-nested";
import { waitFor } from "@tempograph/testing";
import {
  startTemporalDriver,
  type DrivenResult,
  type DrivenRun,
  type Stage,
  type TemporalDriver,
} from "./test-kit/temporal-driver.ts";
import { testBundle } from "./test-kit/test-bundle.ts";
import { traceSinks } from "./trace-sinks.ts";

// Random graphs with random outcomes, signals, operations and cancels on a real server: the trace of the worker's machine, that of
// the mirror's machine for each run's history, and that of a replay have to be the same.

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

const RUNS = Number(process.env["FC_RUNS"] ?? 30);
const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2 ** 31);
const LANES = ["step", "burst"] as const;
type Lane = (typeof LANES)[number];

/** The number of executions that are open at the same time. */
const AT_ONCE = 60;

/** Flat graphs; some of their runs are cancelled at a random moment. */
function flat(durability: Lane): fc.Arbitrary<DrivenRun> {
  const run = arbitraryRun({ maxNodes: 9, maxMs: 60, orderMatters: true, durability });
  const cancel = fc.option(fc.nat(150), { nil: undefined, freq: 3 });
  return fc
    .tuple(run, cancel)
    .map(([random, cancelAfterMs]) => ({ ...random, ...(cancelAfterMs !== undefined && { cancelAfterMs }) }));
}

/** Graphs with containers, incidents, compensation and operations; some of their runs continue as new every few events. */
function nested(durability: Lane): fc.Arbitrary<DrivenRun> {
  const mix = {
    maxNodes: 5,
    maxDepth: 2,
    maxMs: 50,
    orderMatters: true,
    operations: true,
    cancelWithinMs: 500,
    durability,
  };
  const limit = fc.option(fc.integer({ min: 4, max: 30 }), { nil: undefined, freq: 2 });
  // The operations after SWEEP_MS, which end all waits, are for virtual time only: here a simulated person ends the waits.
  const isEarly = ({ afterMs }: { readonly afterMs: number }): boolean => afterMs < SWEEP_MS;
  return fc.tuple(arbitraryNestedRun(mix), limit).map(([run, historyLimit]) => ({
    ...run,
    // With refused operations, the history limit is reached at a different batch in a replay (see steering.temporal.test.ts).
    operations: historyLimit === undefined ? run.operations.filter(isEarly) : [],
    replies: run.replies.filter(isEarly),
    ...(historyLimit !== undefined && { historyLimit }),
  }));
}

test.each(LANES.flatMap((lane) => [["flat", lane, flat(lane)] as const, ["nested", lane, nested(lane)] as const]))(
  "%s graphs, %s lane: worker, mirror and replay agree",
  { timeout: 120_000 + RUNS * 400 },
  async (kind, lane, arbitrary) => {
    const runs = fc.sample(arbitrary, { seed, numRuns: RUNS });
    for (let from = 0; from < runs.length; from += AT_ONCE) {
      const some = runs.slice(from, from + AT_ONCE);
      const results = await Promise.all(
        some.map((run, index) => {
          const name = `${kind}-${lane}-${from + index}`;
          const place = `seed ${seed}, ${name}: ${JSON.stringify(run)}`;
          return driver.run(name, run, (stage) => endsInTime(stage, place));
        }),
      );
      for (const [index, result] of results.entries()) {
        agrees(result, `seed ${seed}, ${kind} ${lane} ${from + index}: ${JSON.stringify(some[index])}`);
      }
      await replays(results);
    }
  },
);

/** A run that does not end is named, with what has happened in it: the test's own time-out would say nothing about it. */
async function endsInTime({ isOver, traceInHistory }: Stage, place: string): Promise<void> {
  const limitMs = 100_000;
  await waitFor(isOver, { timeoutMs: limitMs, intervalMs: 100 }).catch(async () => {
    throw new Error(`${place} has not ended in ${limitMs / 1_000} s: ${JSON.stringify(await traceInHistory())}`);
  });
}

function agrees({ projections, status, traceHash }: DrivenResult, place: string): void {
  const last = projections.at(-1)!;
  expect(
    projections.flatMap(({ problems }) => problems),
    place,
  ).toEqual([]);
  expect(last.status, place).toBe(status);
  if (traceHash !== undefined) expect(last.traceHash, place).toBe(traceHash);
}

async function replays(results: readonly DrivenResult[]): Promise<void> {
  const runs = results.flatMap(({ executionId, runIds }) => runIds.map((runId) => ({ executionId, runId })));
  const histories = await Promise.all(
    runs.map(async ({ executionId, runId }) => ({
      workflowId: executionId,
      history: await driver.history(executionId, runId),
    })),
  );
  const options = { workflowBundle: await testBundle(), sinks: traceSinks(() => undefined) };
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    expect(error, `replay of ${workflowId}, seed ${seed}`).toBeUndefined();
  }
}
