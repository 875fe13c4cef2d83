import fc from "fast-check";
import { Worker } from "@temporalio/worker";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arbitraryRun } from "@tempograph/graph/conformance/arbitrary";
import { projectHistory } from "@tempograph/mirror";
import { startTemporalDriver, type DrivenRun, type TemporalDriver } from "./test-kit/temporal-driver.ts";
import { testBundle } from "./test-kit/test-bundle.ts";
import { traceSinks } from "./trace-sinks.ts";

// Random graphs with random outcomes, signals and cancels, on the real server: what the worker's machine went through,
// what the mirror's machine makes of the history, and what a replay makes of it, have to be the same.

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

const RUNS = Number(process.env["FC_RUNS"] ?? 60);
const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2 ** 31);

/** A cancel for some of the runs, at a random moment. */
function samples(durability: "step" | "burst", count: number): readonly DrivenRun[] {
  const run = arbitraryRun({ maxNodes: 9, maxMs: 60, orderMatters: true, durability });
  const cancel = fc.option(fc.nat(150), { nil: undefined, freq: 3 });
  return fc
    .sample(fc.tuple(run, cancel), { seed, numRuns: count })
    .map(([random, cancelAfterMs]) => ({ ...random, ...(cancelAfterMs !== undefined && { cancelAfterMs }) }));
}

test.each(["step", "burst"] as const)(
  "%s lane: worker, mirror and replay agree",
  { timeout: 120_000 },
  async (lane) => {
    const runs = samples(lane, RUNS);
    const results = await Promise.all(runs.map((run, index) => driver.run(`random-${lane}-${index}`, run)));
    const histories = [];
    for (const [index, result] of results.entries()) {
      const place = `seed ${seed}, ${lane} ${index}: ${JSON.stringify(runs[index])}`;
      const { executionId, runId } = result;
      const history = await driver.client.workflow.getHandle(executionId, runId).fetchHistory();
      const projection = projectHistory(executionId, history.events ?? []);
      expect(projection.problems, place).toEqual([]);
      expect(projection.status, place).toBe(result.status);
      if (result.traceHash !== undefined) expect(projection.traceHash, place).toBe(result.traceHash);
      histories.push({ workflowId: executionId, history });
    }
    const options = { workflowBundle: await testBundle(), sinks: traceSinks(() => undefined) };
    for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
      expect(error, `replay of ${workflowId}, seed ${seed}`).toBeUndefined();
    }
  },
);
