import { expect, test } from "vitest";
import { createRecentLatency } from "../recent-latency.ts";
import { ExecutionBuffer } from "./execution-buffer.ts";
import { lingerOf } from "./linger.ts";

const CALM = 1_000;
const step = { path: "a", nodeId: "a", type: "probe", at: 1 } as const;

function buffer(...entries: Parameters<ExecutionBuffer["trace"]>[0]): ExecutionBuffer {
  const made = new ExecutionBuffer("run");
  made.trace(entries);
  return made;
}
const linger = (changes: ExecutionBuffer, backlog: number, isFull = false) =>
  lingerOf(changes, { backlog, isFull }, createRecentLatency(), 0);

test("changes wait longer the more executions are under way, also before the first of them has closed", () => {
  const running = buffer({ ...step, kind: "scheduled" });
  expect(linger(running, 1)).toBe(CALM);
  expect(linger(running, 100)).toBeGreaterThan(CALM);
  expect(linger(running, 400)).toBeGreaterThan(linger(running, 100));
  expect(linger(running, 400, true)).toBe(CALM);
});

test("changes of an execution that waits for long, or whose close comes to another worker, do not wait for it", () => {
  const untilLater = { ...step, kind: "waiting", until: 3_600_000 } as const;
  expect(linger(buffer({ ...step, kind: "waiting" }), 400)).toBe(CALM);
  expect(linger(buffer(untilLater), 400)).toBe(CALM);
  expect(linger(buffer({ ...step, kind: "incident" }), 400)).toBe(CALM);
  expect(linger(buffer(untilLater, { ...step, kind: "completed" }), 400)).toBeGreaterThan(CALM);
  expect(linger(buffer({ ...step, kind: "waiting", until: 10 }), 400)).toBeGreaterThan(CALM);
  const elsewhere = new ExecutionBuffer("run");
  elsewhere.log({ executionId: "exe", runId: "run", path: "a", attempt: 1, level: "info", message: "m", at: 1 }, "k");
  expect(linger(elsewhere, 400)).toBe(CALM);
});
