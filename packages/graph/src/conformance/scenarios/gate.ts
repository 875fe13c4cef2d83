import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario, ScriptedOperation } from "../scenario.ts";

const pauseAt = (afterMs: number, once: string): ScriptedOperation => ({ afterMs, once, operation: { name: "pause" } });
const resumeAt = (afterMs: number, once = "!gate paused"): ScriptedOperation => ({
  afterMs,
  once,
  operation: { name: "resume" },
});

/** `pause` and `resume` (rule 9). In the drawings ⏸ and ▶ mark the moments at which they come. */
export const gateScenarios: readonly Scenario[] = [
  {
    name: "pause-lets-what-runs-end-and-holds-what-comes-after",
    rule: 9,
    meets: [1],
    picture: "start ─▶ slow(400) ─▶ after      ⏸ at 200, ▶ at 700",
    graph: graph(
      [start, probe("slow", { takesMs: 400, after: "!gate paused" }), probe("after"), probe("last")],
      edges("start > slow > after > last"),
    ),
    operations: [pauseAt(200, "slow scheduled"), resumeAt(700, "slow completed")],
    expect: {
      status: "completed",
      steps: ["start completed", "slow completed", "after completed", "last completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "pause-holds-the-end-too",
    rule: 9,
    meets: [5],
    picture: "start ─▶ slow(400)      ⏸ at 200, ▶ at 700",
    graph: graph([start, probe("slow", { takesMs: 400, after: "!gate paused" })], edges("start > slow")),
    operations: [pauseAt(200, "slow scheduled"), resumeAt(700, "slow completed")],
    expect: { status: "completed", steps: ["start completed", "slow completed"], operationResults: ["ok", "ok"] },
  },
  {
    name: "pause-holds-a-failure-too",
    rule: 9,
    meets: [6],
    picture: "start ─▶ bad(400) fails ─▶ after      ⏸ at 200, ▶ at 700",
    graph: graph(
      [start, failing("bad", { takesMs: 400, after: "!gate paused", code: "NO_LUCK" }), probe("after")],
      edges("start > bad > after"),
    ),
    operations: [pauseAt(200, "bad scheduled"), resumeAt(700, "bad failed")],
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "bad failed", "after notReached"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "pause-does-not-stop-the-clock-of-a-time-out",
    rule: 9,
    meets: [11],
    picture: "start ─▶ wait(go, 400) ─timeout▶ late      ⏸ at 200, ▶ at 800",
    graph: graph(
      [start, node("wait", "wait_for_signal", { name: "go", timeout: 400 }), probe("late")],
      edges("start > wait", "wait:timeout > late"),
    ),
    operations: [pauseAt(200, "wait waiting"), resumeAt(800, "wait completed")],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed timeout", "late completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "pause-takes-signals-in-at-once",
    rule: 9,
    meets: [1],
    picture: "start ─▶ wait(go) ─▶ a      ⏸, go, ▶",
    graph: graph(
      [start, node("wait", "wait_for_signal", { name: "go" }), probe("a", { v: "{{ steps.wait }}" })],
      edges("start > wait > a"),
    ),
    signals: [{ afterMs: 400, once: "!gate paused", name: "go", payload: 1 }],
    operations: [pauseAt(200, "wait waiting"), resumeAt(700, "wait completed")],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed", "a completed"],
      inputs: { a: { v: 1 } },
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "pause-holds-a-new-timer",
    rule: 9,
    meets: [11],
    picture: "start ─▶ slow(400) ─▶ wait 200 ─▶ after      ⏸ at 200, ▶ at 700",
    graph: graph(
      [
        start,
        probe("slow", { takesMs: 400, after: "!gate paused" }),
        node("wait", "delay", { ms: 200 }),
        probe("after"),
      ],
      edges("start > slow > wait > after"),
    ),
    operations: [pauseAt(200, "slow scheduled"), resumeAt(700, "slow completed")],
    expect: {
      status: "completed",
      steps: ["start completed", "slow completed", "wait completed", "after completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "pause-does-not-hold-a-cancel",
    rule: 9,
    meets: [7],
    picture: "start ─▶ slow(400) ─▶ after      ⏸ at 200, ✂ at 700",
    graph: graph(
      [start, probe("slow", { takesMs: 400, after: "!gate paused" }), probe("after")],
      edges("start > slow > after"),
    ),
    operations: [pauseAt(200, "slow scheduled")],
    cancelAfterMs: 700,
    cancelOnce: "slow completed",
    expect: {
      status: "cancelled",
      steps: ["start completed", "slow completed", "after cancelled"],
      operationResults: ["ok"],
    },
  },
  {
    name: "pause-and-cancel-still-undo",
    rule: 9,
    meets: [7, 8],
    picture: "start ─▶ a↺una ─▶ wait 1h      ⏸, ✂",
    graph: graph(
      [start, probe("a", {}, { compensate: "una" }), node("wait", "delay", { ms: "1h" }), probe("una")],
      edges("start > a > wait"),
    ),
    operations: [pauseAt(300, "wait waiting")],
    cancelAfterMs: 600,
    cancelOnce: "!gate paused",
    expect: {
      status: "cancelled",
      steps: ["start completed", "a completed", "wait cancelled", "a!una completed"],
      operationResults: ["ok"],
    },
  },
  {
    name: "pause-holds-a-compensation-until-it-is-resumed",
    rule: 9,
    meets: [6, 8],
    picture: "start ─▶ a↺una ─▶ bad(400) fails      ⏸ before it fails, ▶ later",
    graph: graph(
      [
        start,
        probe("a", {}, { compensate: "una" }),
        failing("bad", { takesMs: 600, after: "!gate paused", code: "NO_LUCK" }),
        probe("una"),
      ],
      edges("start > a > bad"),
    ),
    operations: [pauseAt(300, "bad scheduled"), resumeAt(1_000, "bad failed")],
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "a completed", "bad failed", "a!una completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "pause-twice-and-resume-twice-are-refused",
    rule: 13,
    meets: [9],
    picture: "start ─▶ wait(go)      ▶ ⏸ ⏸ ▶ ▶, then go",
    graph: graph([start, node("wait", "wait_for_signal", { name: "go" })], edges("start > wait")),
    signals: [{ afterMs: 4_000, once: "!gate resumed", name: "go", payload: null }],
    operations: [
      resumeAt(150, "wait waiting"),
      pauseAt(250, "wait waiting"),
      pauseAt(350, "!gate paused"),
      resumeAt(450),
      resumeAt(550, "!gate resumed"),
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed"],
      operationResults: ["NOT_PAUSED", "ok", "ALREADY_PAUSED", "ok", "NOT_PAUSED"],
    },
  },
  {
    name: "pause-lets-an-incident-be-resolved",
    rule: 9,
    meets: [3, 13],
    picture: "start ─▶ bad(pause) ─▶ after      ⏸, skip, ▶",
    graph: graph([start, failing("bad", {}, { onError: "pause" }), probe("after")], edges("start > bad > after")),
    operations: [
      pauseAt(250, "bad incident"),
      { afterMs: 400, once: "!gate paused", operation: { name: "skip", path: "bad", output: 1 } },
      resumeAt(600, "bad completed"),
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "bad completed", "after completed"],
      operationResults: ["ok", "ok", "ok"],
    },
  },
  {
    name: "pause-lets-an-approval-be-decided",
    rule: 9,
    meets: [13],
    picture: "start ─▶ ask ─approved▶ yes      ⏸, decide, ▶",
    graph: graph([start, node("ask", "approval", {}), probe("yes")], edges("start > ask", "ask:approved > yes")),
    operations: [
      pauseAt(250, "ask waiting"),
      { afterMs: 400, once: "!gate paused", operation: { name: "decide", path: "ask", decision: "approved" } },
      resumeAt(600, "ask completed"),
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed approved", "yes completed"],
      operationResults: ["ok", "ok", "ok"],
    },
  },
  {
    name: "pause-inside-a-for-each-begins-no-further-item",
    rule: 9,
    meets: [5, 12],
    picture: "start ─▶ each [1,2] │ a(400) │      ⏸ in item 0, ▶ later",
    graph: graph(
      [start, inside(node("each", "for_each", { items: [1, 2] }), probe("a", { takesMs: 400, after: "!gate paused" }))],
      edges("start > each"),
    ),
    operations: [pauseAt(200, "each[0]/a scheduled"), resumeAt(700, "each[0]/a completed")],
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/a completed", "each[1]/a completed", "each completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "pause-lets-a-race-be-won-and-its-losers-be-cancelled",
    rule: 9,
    meets: [6, 7],
    picture: "start ─▶ race │ quick(400);  wait 1h │ ─▶ after      ⏸ at 200, ▶ at 700",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          probe("quick", { takesMs: 400, after: "!gate paused" }),
          node("wait", "delay", { ms: "1h" }),
        ),
        probe("after"),
      ],
      edges("start > race > after"),
    ),
    operations: [pauseAt(200, "race/quick scheduled"), resumeAt(700, "race completed")],
    expect: {
      status: "completed",
      steps: ["start completed", "race/quick completed", "race/wait cancelled", "race completed", "after completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "pause-holds-steps-that-a-cancel-then-drops",
    rule: 9,
    meets: [1, 7],
    picture: "start ─▶ wait(go) ─▶ a ─▶ b      ⏸, go, ✂",
    graph: graph(
      [start, node("wait", "wait_for_signal", { name: "go" }), probe("a"), probe("b")],
      edges("start > wait > a > b"),
    ),
    signals: [{ afterMs: 350, once: "!gate paused", name: "go", payload: null }],
    operations: [pauseAt(200, "wait waiting")],
    cancelAfterMs: 600,
    cancelOnce: "a scheduled",
    expect: {
      status: "cancelled",
      steps: ["start completed", "wait completed", "a cancelled", "b notReached"],
      operationResults: ["ok"],
    },
  },
  {
    name: "pause-in-the-middle-of-undoing-holds-the-rest-of-it",
    rule: 9,
    meets: [8],
    picture: "start ─▶ a↺una ─▶ b↺unb(400) ─▶ bad fails      ⏸ while unb runs, ▶",
    graph: graph(
      [
        start,
        probe("a", {}, { compensate: "una" }),
        probe("b", {}, { compensate: "unb" }),
        failing("bad", { code: "NO_LUCK" }),
        probe("una"),
        probe("unb", { takesMs: 600, after: "!gate paused" }),
      ],
      edges("start > a > b > bad"),
    ),
    operations: [pauseAt(300, "b!unb scheduled"), resumeAt(900, "b!unb completed")],
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "a completed", "b completed", "bad failed", "b!unb completed", "a!una completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "verbs-on-an-execution-that-is-ending-are-refused",
    rule: 13,
    meets: [6, 8],
    picture: "start ─▶ a↺una(800) ─▶ bad fails      operations while una runs",
    graph: graph(
      [
        start,
        probe("a", {}, { compensate: "una" }),
        failing("bad", { code: "NO_LUCK" }, { onError: "fail" }),
        probe("una", { takesMs: 1_200 }),
      ],
      edges("start > a > bad"),
    ),
    operations: [
      { afterMs: 300, once: "a!una scheduled", operation: { name: "skipWait", path: "bad" } },
      { afterMs: 400, once: "a!una scheduled", operation: { name: "retry", path: "bad" } },
    ],
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "a completed", "bad failed", "a!una completed"],
      operationResults: ["EXECUTION_ENDING", "EXECUTION_ENDING"],
    },
  },
];
