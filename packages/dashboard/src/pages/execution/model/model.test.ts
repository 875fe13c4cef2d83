import { foldSteps, leavingEdges, type TraceEntry } from "@tempograph/graph";
import fc from "fast-check";
import { expect, test } from "vitest";
import { picksFor, roundsOf, shownSteps } from "../../../replay/iterations.ts";
import { Recording, type Update } from "./recording.ts";
import { timeScale } from "./time-scale.ts";
import { whyWaiting } from "./why-waiting.ts";

const entry = (path: string, kind: TraceEntry["kind"], at = 0, more: Partial<TraceEntry> = {}): TraceEntry => {
  const nodeId = path.slice(path.lastIndexOf("/") + 1);
  return { path, nodeId, type: "http_call", kind, at, ...more };
};
const update = (kind: Update["kind"], body: object, at: number, closing = false): Update => ({
  ...{ cursor: String(at), kind, path: (body as { path?: string }).path ?? null, body },
  ...{ at: new Date(at).toISOString(), closing },
});

test("a path names the rounds that it lies in", () => {
  expect(roundsOf("outer[2]/each[0]/call")).toEqual([
    { loop: "outer", round: 2 },
    { loop: "outer[2]/each", round: 0 },
  ]);
  expect(roundsOf("group/call")).toEqual([]);
});

test("of each loop the latest round is shown, or the one that was picked", () => {
  const steps = foldSteps([
    entry("each", "started"),
    entry("each[0]/call", "completed"),
    entry("each[1]/call", "failed"),
    entry("each[1]/call!undo", "completed", 0, { nodeId: "undo" }),
    entry("each[2]/call", "waiting"),
    entry("after", "skipped"),
  ]);
  const latest = shownSteps(steps, new Map());
  expect(latest.loops).toEqual([{ path: "each", nodeId: "each", rounds: 3, shown: 2 }]);
  expect([...latest.byNode].map(([node, { status }]) => `${node} ${status}`)).toEqual([
    ...["each running", "call waiting", "after skipped"],
  ]);
  const picked = shownSteps(steps, picksFor("each[1]/call", new Map()));
  expect(picked.byNode.get("call")?.status).toBe("failed");
  expect(picked.byNode.get("undo")?.status).toBe("completed");
  expect(picked.loops[0]?.shown).toBe(1);
});

test("a recording knows the trace, the attempts and the status at any time", () => {
  const recording = new Recording(leavingEdges({ edges: [] }));
  const failure = { code: "HTTP_STATUS", message: "503", retryable: true };
  const step = { path: "call", nodeId: "call", type: "http_call" };
  recording.add([
    update("STATUS", { status: "running" }, 10),
    update("STEP", { ...step, kind: "scheduled", at: 20 }, 20),
    update("ATTEMPT", { path: "call", attempt: 1, phase: "started", at: 30 }, 30),
    update("ATTEMPT", { path: "call", attempt: 1, phase: "ended", outcome: "failed", failure, at: 40 }, 40),
    update("ATTEMPT", { path: "call", attempt: 2, phase: "started", at: 60 }, 60),
  ]);
  expect(recording.player.at(recording.player.indexAt(25)).steps.get("call")?.status).toBe("scheduled");
  expect(recording.player.at(recording.player.indexAt(35)).steps.get("call")?.status).toBe("running");
  expect(recording.attempts.get("call")).toEqual([
    { attempt: 1, startedAt: 30, endedAt: 40, outcome: "failed", failure },
    { attempt: 2, startedAt: 60, endedAt: null, outcome: null, failure: null },
  ]);
  expect([recording.statusAt(5), recording.statusAt(15), recording.isOver]).toEqual(["pending", "running", false]);
  recording.add([
    update("STEP", { ...step, kind: "completed", port: "out", at: 70 }, 70),
    update("STATUS", { status: "completed" }, 70, true),
  ]);
  const end = recording.player.at(Infinity).steps.get("call");
  expect([end?.status, recording.statusAt(70), recording.isOver, recording.cursor]).toEqual([
    ...["completed", "completed", true, "70"],
  ]);
});

test("idle days are compressed, and work keeps its proportions", () => {
  const day = 86_400_000;
  const scale = timeScale([0, 1_000, 3_000, 3_000 + 2 * day, 4_000 + 2 * day]);
  expect(scale.idle).toEqual([{ from: 3_000, to: 3_000 + 2 * day }]);
  const [first, second, wait] = [scale.place(1_000), scale.place(3_000), scale.place(3_000 + 2 * day)];
  expect(second / first).toBeCloseTo(3);
  expect(wait - second).toBeLessThan(0.1);
  expect(timeScale([5, 5 + day]).idle).toEqual([]);
  expect(timeScale([]).place(7)).toBe(0);
});

test("a time scale keeps the order of times, and leads back from each place", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000_000), { minLength: 2, maxLength: 40 }), fc.nat(10_000_000), (times, time) => {
      const scale = timeScale(times);
      const within = Math.min(Math.max(time, scale.from), scale.to);
      expect(scale.place(within)).toBeGreaterThanOrEqual(0);
      expect(scale.place(within)).toBeLessThanOrEqual(1 + 1e-9);
      expect(Math.abs(scale.timeAt(scale.place(within)) - within)).toBeLessThanOrEqual(1);
      expect(scale.place(within + 1)).toBeGreaterThanOrEqual(scale.place(within));
    }),
    { numRuns: 300 },
  );
});

test("why an execution waits is said of the innermost open steps", () => {
  const waiting = (path: string, type: string, more: Partial<TraceEntry> = {}) =>
    entry(path, "waiting", 0, { type, ...more });
  const steps = foldSteps([
    entry("each", "started", 0, { type: "for_each" }),
    waiting("each[0]/ask", "approval", { input: { title: "Refund?" }, until: 9_000 }),
    waiting("each[1]/pause", "delay", { until: 500 }),
    waiting("go", "wait_for_signal"),
    entry("call", "scheduled"),
    entry("pay", "incident", 0, { failure: { code: "DECLINED", message: "No.", retryable: false } }),
    entry("done", "completed"),
  ]);
  expect(
    whyWaiting(steps, true, new Map([["go", { name: "ready" }]])).map(({ sentence, until }) => [sentence, until]),
  ).toEqual([
    ["A person has paused the execution: nothing new begins until somebody resumes it.", null],
    ['each[0]/ask waits for somebody to decide "Refund?".', 9_000],
    ["each[1]/pause waits for its time.", 500],
    ['go waits for the signal "ready".', null],
    ["call waits until a worker takes it.", null],
    ["pay has failed (DECLINED) and waits for a person to retry it, to skip it or to let it fail.", null],
  ]);
  expect(whyWaiting(steps, false, new Map(), (path) => `<${path}>`)[2]?.sentence).toBe("<go> waits for the signal.");
  const failure = { code: "NODE_TYPE_UNKNOWN", message: "This worker has no node type." };
  const attempts = new Map([["go", [{ failure }]]]);
  expect(whyWaiting(steps, false, new Map(), undefined, attempts)[2]?.sentence).toBe(
    "go waits for a worker that has the node type wait_for_signal: start one whose node packs bring it.",
  );
});
