import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;

/** `race`: the first branch that ends wins, and the others are cancelled (rules 6 and 7). */
export const raceScenarios: readonly Scenario[] = [
  {
    name: "race-is-won-by-the-first-branch-that-ends",
    rule: 6,
    meets: [7, 12],
    picture: `
      start ─▶ race ─▶ after
              │ quick         │
              │ wait 1h ─▶ b  │`,
    graph: graph(
      [
        start,
        inside(node("race", "race"), probe("quick", { give: 7 }), node("wait", "delay", { ms: hour }), probe("b")),
        probe("after", { winner: "{{ steps.race.winner }}", output: "{{ steps.race.output }}" }),
      ],
      edges("start > race > after", "wait > b"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/quick completed",
        "race/wait cancelled",
        "race/b notReached",
        "race completed",
        "after completed",
      ],
      inputs: { after: { winner: "quick", output: { quick: 7 } } },
    },
  },
  {
    name: "race-branch-is-all-that-hangs-together",
    rule: 6,
    meets: [4, 5],
    picture: `
      start ─▶ race
              │ a ─▶ b, c(300) ─▶ d      a's branch ends with d
              │ e (700)                  `,
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          probe("a"),
          probe("b"),
          probe("c", { takesMs: 300, after: "race/b completed" }),
          probe("d", { give: 1 }),
          probe("e", { takesMs: 900, after: "race completed" }),
        ),
      ],
      edges("start > race", "a > b > d", "a > c > d"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/a completed",
        "race/b completed",
        "race/c completed",
        "race/d completed",
        "race/e cancelled",
        "race completed",
      ],
      output: { race: { winner: "a", output: { d: 1 } } },
    },
  },
  {
    name: "race-of-equals-is-won-by-the-first-in-the-graph",
    rule: 1,
    meets: [6],
    picture: "start ─▶ race │ one;  two │      both end at once",
    graph: graph(
      [
        start,
        inside(node("race", "race"), node("one", "transform", { output: 1 }), node("two", "transform", { output: 2 })),
      ],
      edges("start > race"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "race/one completed", "race/two notReached", "race completed"],
      output: { race: { winner: "one", output: { one: 1 } } },
    },
  },
  {
    name: "race-between-a-signal-and-a-time-out-is-won-by-the-signal",
    rule: 6,
    meets: [11],
    picture: "start ─▶ race │ wait(go);  late 1h │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          node("wait", "wait_for_signal", { name: "go" }),
          node("late", "delay", { ms: hour }),
        ),
      ],
      edges("start > race"),
    ),
    signals: [{ afterMs: 300, once: "race/wait waiting", name: "go", payload: { by: "Ada" } }],
    expect: {
      status: "completed",
      steps: ["start completed", "race/wait completed", "race/late cancelled", "race completed"],
      output: { race: { winner: "wait", output: { wait: { by: "Ada" } } } },
    },
  },
  {
    name: "race-between-a-signal-and-a-time-out-is-won-by-the-time-out",
    rule: 11,
    meets: [6],
    picture: "start ─▶ race │ wait(go);  late 100 │",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          node("wait", "wait_for_signal", { name: "go" }),
          node("late", "delay", { ms: 100 }),
        ),
      ],
      edges("start > race"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "race/late completed", "race/wait cancelled", "race completed"],
      output: { race: { winner: "late", output: { late: { ms: 100 } } } },
    },
  },
  {
    name: "race-fails-with-the-first-branch-that-fails",
    rule: 6,
    meets: [3, 7],
    picture: "start ─▶ race │ bad fails;  wait 1h │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(node("race", "race"), failing("bad", { code: "NO_LUCK" }), node("wait", "delay", { ms: hour })),
        probe("mend", { code: "{{ steps.race.error.code }}" }),
      ],
      edges("start > race", "race:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "race/bad failed", "race/wait cancelled", "race failed error", "mend completed"],
      inputs: { mend: { code: "NO_LUCK" } },
    },
  },
  {
    name: "race-that-continues-passes-over-a-failed-branch",
    rule: 6,
    meets: [3],
    picture: "start ─▶ race(continue) │ bad fails;  slow 300 │",
    graph: graph(
      [
        start,
        inside(
          node("race", "race", { onBranchError: "continue" }),
          failing("bad"),
          probe("slow", { takesMs: 300, after: "race/bad failed" }),
        ),
      ],
      edges("start > race"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: ["start completed", "race/bad failed", "race/slow completed", "race completed"],
      output: { race: { winner: "slow", output: { slow: { attempt: 1 } } } },
    },
  },
  {
    name: "race-that-continues-fails-once-all-branches-failed",
    rule: 6,
    meets: [3],
    picture: "start ─▶ race(continue) │ bad fails;  worse fails later │",
    graph: graph(
      [
        start,
        inside(
          node("race", "race", { onBranchError: "continue" }),
          failing("bad", { code: "BAD" }),
          failing("worse", { code: "WORSE", takesMs: 300, after: "race/bad failed" }),
        ),
      ],
      edges("start > race"),
    ),
    expect: {
      status: "failed",
      failureCode: "BAD",
      others: ["WORSE"],
      steps: ["start completed", "race/bad failed", "race/worse failed", "race failed"],
    },
  },
  {
    name: "race-of-one-branch-is-won-by-it",
    rule: 6,
    picture: "start ─▶ race │ a │",
    graph: graph([start, inside(node("race", "race"), probe("a"))], edges("start > race")),
    expect: { status: "completed", steps: ["start completed", "race/a completed", "race completed"] },
  },
  {
    name: "race-branch-with-an-error-edge-does-not-fail-the-race",
    rule: 3,
    meets: [6],
    picture: "start ─▶ race │ bad fails ─error▶ mend;  wait 1h │",
    graph: graph(
      [start, inside(node("race", "race"), failing("bad"), probe("mend"), node("wait", "delay", { ms: hour }))],
      edges("start > race", "bad:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/bad failed error",
        "race/mend completed",
        "race/wait cancelled",
        "race completed",
      ],
      output: { race: { winner: "bad", output: { mend: { attempt: 1 } } } },
    },
  },
  {
    name: "race-branch-that-ends-early-wins",
    rule: 5,
    meets: [6, 7],
    picture: "start ─▶ race │ a ─▶ stop(terminate), a ─▶ slow 1h;  wait 1h │",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          probe("a"),
          node("stop", "end", { output: 1, terminate: true }),
          node("slow", "delay", { ms: hour }),
          node("wait", "delay", { ms: hour }),
        ),
      ],
      edges("start > race", "a > stop", "a > slow"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/a completed",
        "race/stop completed",
        "race/slow notReached",
        "race/wait cancelled",
        "race completed",
      ],
      output: { race: { winner: "a", output: { stop: 1 } } },
    },
  },
];
