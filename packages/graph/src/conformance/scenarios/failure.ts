import { edges, graph, node, probe } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const start = node("start", "start");

/** Retries, error edges, `onError` and cancelling (rules 3, 6 and 7). */
export const failureScenarios: readonly Scenario[] = [
  {
    name: "a-step-is-retried-until-it-succeeds",
    rule: 3,
    picture: "start ─▶ flaky ─▶ after",
    graph: graph(
      [start, probe("flaky", { failTimes: 2 }), probe("after", { n: "{{ steps.flaky.attempt }}" })],
      edges("start > flaky > after"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "flaky completed", "after completed"],
      inputs: { after: { n: 3 } },
    },
  },
  {
    name: "an-attempt-that-ends-with-its-worker-is-not-counted",
    rule: 3,
    picture: "start ─▶ a (2 attempts, and 2 more of workers that vanish) ─▶ after",
    graph: graph(
      [
        start,
        probe("a", { vanishTimes: 2, failTimes: 1 }, { retry: { maximumAttempts: 2 }, timeout: { heartbeat: 500 } }),
        probe("after", { n: "{{ steps.a.attempt }}" }),
      ],
      edges("start > a > after"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "after completed"],
      inputs: { after: { n: 4 } },
    },
  },
  {
    name: "a-step-that-may-be-tried-once-fails-with-its-worker",
    rule: 3,
    picture: "start ─▶ a (1 attempt, of a worker that vanishes) ─▶ after",
    graph: graph(
      [
        start,
        probe("a", { vanishTimes: 1 }, { retry: { maximumAttempts: 1 }, timeout: { heartbeat: 500 } }),
        probe("after"),
      ],
      edges("start > a > after"),
    ),
    expect: {
      status: "failed",
      failureCode: "WORKER_VANISHED",
      steps: ["start completed", "a failed", "after notReached"],
    },
  },
  {
    name: "a-failure-without-error-edge-fails-the-execution",
    rule: 6,
    picture: "start ─▶ bad ─▶ after",
    graph: graph(
      [start, probe("bad", { failTimes: -1, code: "NO_LUCK" }), probe("after")],
      edges("start > bad > after"),
    ),
    expect: { status: "failed", failureCode: "NO_LUCK", steps: ["start completed", "bad failed", "after notReached"] },
  },
  {
    name: "an-error-edge-takes-the-failure-as-data",
    rule: 3,
    picture: "start ─▶ bad ─▶ after;  bad ─error▶ mend",
    graph: graph(
      [
        start,
        probe("bad", { failTimes: -1, permanent: true, code: "NO_LUCK" }),
        probe("after"),
        probe("mend", { code: "{{ steps.bad.error.code }}" }),
      ],
      edges("start > bad > after", "bad:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "bad failed error", "after skipped", "mend completed"],
      inputs: { mend: { code: "NO_LUCK" } },
    },
  },
  {
    name: "on-error-continue-ends-completed-with-errors",
    rule: 3,
    picture: "start ─▶ bad(continue) ─▶ after",
    graph: graph(
      [start, probe("bad", { failTimes: -1, permanent: true }, { onError: "continue" }), probe("after")],
      edges("start > bad > after"),
    ),
    expect: { status: "completedWithErrors", steps: ["start completed", "bad failed", "after completed"] },
  },
  {
    name: "a-failing-scope-cancels-timers-and-takes-in-what-runs",
    rule: 6,
    picture: "start ─▶ bad;  start ─▶ wait ─▶ never;  start ─▶ slow ─▶ late",
    graph: graph(
      [
        start,
        probe("bad", { failTimes: -1, permanent: true, takesMs: 200 }),
        node("wait", "delay", { ms: "1h" }),
        probe("never"),
        probe("slow", { takesMs: 60_000 }),
        probe("late"),
      ],
      edges("start > bad", "start > wait > never", "start > slow > late"),
    ),
    expect: {
      status: "failed",
      failureCode: "PROBE_FAILED",
      steps: [
        "start completed",
        "bad failed",
        "wait cancelled",
        "slow cancelled",
        "never notReached",
        "late notReached",
      ],
    },
  },
  {
    name: "cancel-stops-timers-at-once",
    rule: 7,
    picture: "start ─▶ wait ─▶ never",
    graph: graph([start, node("wait", "delay", { ms: "1h" }), probe("never")], edges("start > wait > never")),
    cancelAfterMs: 300,
    expect: { status: "cancelled", steps: ["start completed", "wait cancelled", "never notReached"] },
  },
  {
    name: "cancel-asks-a-running-step-to-stop",
    rule: 7,
    picture: "start ─▶ slow ─▶ never",
    graph: graph([start, probe("slow", { takesMs: 60_000 }), probe("never")], edges("start > slow > never")),
    cancelAfterMs: 500,
    expect: { status: "cancelled", steps: ["start completed", "slow cancelled", "never notReached"] },
  },
];
