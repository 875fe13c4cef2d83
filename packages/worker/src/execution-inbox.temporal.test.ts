import { randomUUID } from "node:crypto";
import { STEER_UPDATE, type Operation, type OperationRequest, type OperationResult } from "@tempograph/graph";
import { edges, graph, happened, node, OPERATOR, start } from "@tempograph/graph/conformance";
import { startTemporal, type LocalTemporal } from "@tempograph/local-stack";
import { isSignalLimit, retry } from "@tempograph/runtime";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTemporalDriver, type DrivenResult, type Stage, type TemporalDriver } from "./test-kit/temporal-driver.ts";

// I16: Temporal accepts 10,000 signals and 2,000 Updates in one run and refuses further ones. An execution that gets so many continues
// as new before these limits, while signals and Updates keep coming. So that the test is short, its server and its execution have a tenth
// of these limits. `FULL=1` runs it with the real ones, as after a new version of the server, which may have other defaults.

const share = process.env["FULL"] === "1" ? 1 : 0.1;
const settings = { "history.maximumSignalsPerExecution": 10_000 * share, "history.maxTotalUpdates": 2_000 * share };

let server: LocalTemporal;
let driver: TemporalDriver;
beforeAll(async () => {
  server = await startTemporal({ address: "", ui: false, ...(share < 1 && { settings }) });
  driver = await startTemporalDriver({ address: server.address });
}, 60_000);
afterAll(async () => {
  await driver.stop();
  await server.stop();
});

const problemsOf = ({ projections }: DrivenResult) => projections.flatMap(({ problems }) => problems);
const waiting = {
  graph: graph([start, node("wait", "wait_for_signal", { name: "stop" })], edges("start > wait")),
  limits: { signals: 8_000 * share, operations: 1_600 * share },
};

/** Does the work `count` times, `atOnce` at a time. */
async function often(count: number, atOnce: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

const begun = ({ traceNow }: Stage) => waitFor(() => happened(traceNow(), "wait waiting"), { what: "the wait" });

// While signals come without a pause, Temporal rejects the command to continue as new, because another signal has arrived each time.
// At the limit Temporal refuses the signals instead, so the new run begins, and the refused signals are sent again.
test(
  "an execution gets each of more signals than Temporal takes in one run, and the last one ends it",
  { timeout: 300_000 },
  async () => {
    const result = await driver.run("signals", waiting, async (stage) => {
      await begun(stage);
      const send = (name: string, payload: unknown) =>
        retry(() => stage.handle.signal(name, payload), { minMs: 20, maxMs: 500, isPassing: isSignalLimit });
      await often(10_500 * share, 40, (index) => send("other", index));
      await send("stop", "last");
    });
    expect(result).toMatchObject({ status: "completed", output: { wait: "last" } });
    expect(result.runIds.length).toBeGreaterThan(1);
    expect(problemsOf(result)).toEqual([]);
  },
);

test(
  "each of more operations than Temporal takes in one run is answered, and then the execution ends",
  { timeout: 300_000 },
  async () => {
    const result = await driver.run("operations", waiting, async (stage) => {
      await begun(stage);
      await often(2_100 * share, 1, async (index) => {
        const operation: Operation = { name: index % 2 === 0 ? "pause" : "resume" };
        const request: OperationRequest = { id: randomUUID(), by: OPERATOR, time: Date.now(), operation };
        const args: [OperationRequest] = [request];
        const answer = await stage.handle.executeUpdate<OperationResult, typeof args>(STEER_UPDATE, { args });
        expect(answer).toMatchObject({ ok: true });
      });
      await stage.handle.signal("stop", "last");
    });
    expect(result).toMatchObject({ status: "completed", output: { wait: "last" } });
    expect(result.runIds.length).toBeGreaterThan(1);
    expect(problemsOf(result)).toEqual([]);
  },
);
