import { randomUUID } from "node:crypto";
import { WorkflowUpdateFailedError } from "@temporalio/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { REPLY_SIGNAL, STEER_UPDATE } from "@tempograph/graph";
import { edges, graph, happened, node, probe, start } from "@tempograph/graph/conformance";
import { waitFor } from "@tempograph/testing";
import { startTemporalDriver, type TemporalDriver } from "./test-kit/temporal-driver.ts";

let driver: TemporalDriver;
beforeAll(async () => {
  driver = await startTemporalDriver();
}, 60_000);
afterAll(() => driver.stop());

const poison = { toString: 1 };

// start ─▶ a (burst) ─▶ wait(go)
test("malformed operations, replies and signals are refused or ignored, and the execution goes on", async () => {
  const run = {
    graph: graph([start, probe("a"), node("wait", "wait_for_signal", { name: "go" })], edges("start > a > wait"), {
      durability: "burst" as const,
    }),
  };
  const codes: (string | null | undefined)[] = [];
  const result = await driver.run("garbage", run, async ({ handle, traceNow }) => {
    await waitFor(() => happened(traceNow(), "wait waiting"), { what: "the wait" });
    for (const args of [
      [],
      [null],
      ["pause"],
      [{ operation: { name: "pause" } }],
      [{ kind: "yielded", operation: poison }],
    ]) {
      const update = handle.executeUpdate(STEER_UPDATE, { args, updateId: randomUUID() } as never);
      const error = await update.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
      codes.push(((error as WorkflowUpdateFailedError).cause as { type?: string }).type);
    }
    for (const reply of [
      undefined,
      null,
      "x",
      { path: poison, key: poison },
      { path: "wait", key: "k", time: 1e300 },
    ]) {
      await handle.signal(REPLY_SIGNAL, reply);
    }
    await handle.signal("other", poison, poison, poison);
    await handle.signal("go", 1, "sig", 1e300);
  });
  expect(codes).toEqual(codes.map(() => "INPUT_INVALID"));
  expect(result).toMatchObject({ status: "completed", output: { wait: 1 } });
  expect(result.projections.flatMap(({ problems }) => problems)).toEqual([]);
});
