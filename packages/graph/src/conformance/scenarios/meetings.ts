import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;
const burst = { durability: "burst" } as const;

/** Pairs of rules whose interaction no other scenario shows. */
export const meetingScenarios: readonly Scenario[] = [
  {
    name: "root-that-fails-takes-its-error-edge-while-the-others-run",
    rule: 2,
    meets: [3, 4],
    picture: "bad fails ─error▶ mend ─▶ join ◀─ a      no start",
    graph: graph(
      [failing("bad"), probe("a"), probe("mend"), probe("join")],
      edges("bad:error > mend > join", "a > join"),
    ),
    expect: {
      status: "completed",
      steps: [["bad failed error", "a completed", "mend completed"], "join completed"],
    },
  },
  {
    name: "root-that-fails-stops-the-other-roots",
    rule: 2,
    meets: [6, 7],
    picture: "bad(200) fails ─▶ x;  slow 1 min ─▶ y;  wait 1h ─▶ z      no start",
    graph: graph(
      [
        failing("bad", { takesMs: 200, code: "NO_LUCK" }),
        probe("x"),
        probe("slow", { takesMs: 60_000 }),
        probe("y"),
        node("wait", "delay", { ms: hour }),
        probe("z"),
      ],
      edges("bad > x", "slow > y", "wait > z"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["bad failed", "wait cancelled", "slow cancelled", "x notReached", "y notReached", "z notReached"],
    },
  },
  {
    name: "roots-of-a-container-that-begins-in-a-pause-wait-for-its-end",
    rule: 2,
    meets: [4, 9, 13],
    picture: "start ─▶ slow(400) ─▶ both │ a, b ─▶ join │      ⏸ at 200, ▶ at 800",
    graph: graph(
      [
        start,
        probe("slow", { takesMs: 400, after: "!gate paused" }),
        inside(node("both", "parallel"), probe("a"), probe("b"), probe("join")),
      ],
      edges("start > slow > both", "a > join", "b > join"),
    ),
    operations: [
      { afterMs: 200, once: "slow scheduled", operation: { name: "pause" } },
      { afterMs: 800, once: "slow completed", operation: { name: "resume" } },
    ],
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "slow completed",
        ["both/a completed", "both/b completed"],
        "both/join completed",
        "both completed",
      ],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "root-whose-expression-fails-fails-the-execution-before-any-step",
    rule: 2,
    meets: [6, 10],
    picture: "a reads payload.absent ─▶ b;  wait 1h ─▶ c      no start",
    graph: graph(
      [probe("a", { x: "{{ payload.absent }}" }), probe("b"), node("wait", "delay", { ms: hour }), probe("c")],
      edges("a > b", "wait > c"),
    ),
    expect: {
      status: "failed",
      failureCode: "EXPRESSION_PATH_MISSING",
      steps: ["a failed", ["b notReached", "c notReached"]],
    },
  },
  {
    name: "roots-that-wait-are-all-armed-at-once",
    rule: 2,
    meets: [4, 11, 12],
    picture: "start ─▶ each [1] │ w1 600, w2 200 ─▶ join(2) │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1] }),
          node("w1", "delay", { ms: 600 }),
          node("w2", "delay", { ms: 200 }),
          probe("join", {}, { join: { count: 2 } }),
        ),
      ],
      edges("start > each", "w1 > join", "w2 > join"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/w2 completed",
        "each[0]/w1 completed",
        "each[0]/join completed",
        "each completed",
      ],
    },
  },
  {
    name: "roots-on-the-burst-lane-begin-together",
    rule: 2,
    meets: [4, 11, 14],
    picture: "a, b ─▶ join ─▶ c      (burst) no start",
    graph: graph([probe("a"), probe("b"), probe("join"), probe("c")], edges("a > join > c", "b > join"), burst),
    expect: { status: "completed", steps: ["a completed", "b completed", "join completed", "c completed"] },
  },
  {
    name: "join-waits-for-a-person-and-a-step-alike",
    rule: 4,
    meets: [9, 13],
    picture: "start ─▶ ask ─approved▶ join;  start ─▶ a ─▶ join      ⏸, decide, ▶",
    graph: graph(
      [start, node("ask", "approval", {}), probe("a"), probe("join")],
      edges("start > ask", "start > a > join", "ask:approved > join"),
    ),
    operations: [
      { afterMs: 300, once: "a completed", operation: { name: "pause" } },
      { afterMs: 400, once: "!gate paused", operation: { name: "decide", path: "ask", decision: "approved" } },
      { afterMs: 600, once: "ask completed", operation: { name: "resume" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "ask completed approved", "join completed"],
      operationResults: ["ok", "ok", "ok"],
    },
  },
  {
    name: "burst-step-that-fails-for-good-fails-its-scope",
    rule: 6,
    meets: [3, 5, 14],
    picture: "start ─▶ try │ a ─▶ bad fails ─▶ b │ ─catch▶ mend      (burst)",
    graph: graph(
      [
        start,
        inside(node("try", "try"), probe("a"), probe("bad", { failTimes: -1, code: "NO_LUCK" }), probe("b")),
        probe("mend", { code: "{{ steps.try.error.code }}" }),
      ],
      edges("start > try", "try:catch > mend", "a > bad > b"),
      burst,
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "try/a completed",
        "try/bad failed",
        "try/b notReached",
        "try completed catch",
        "mend completed",
      ],
      inputs: { mend: { code: "NO_LUCK" } },
    },
  },
  {
    name: "cancel-stops-a-step-between-two-attempts",
    rule: 7,
    meets: [3, 14],
    picture: "start ─▶ a fails, tried for ever ─▶ b        ✂",
    graph: graph(
      [
        start,
        probe("a", { failTimes: -1 }, { retry: { maximumAttempts: 0, initialInterval: 100, maximumInterval: 100 } }),
        probe("b"),
      ],
      edges("start > a > b"),
    ),
    cancelAfterMs: 450,
    cancelOnce: "a scheduled",
    expect: { status: "cancelled", steps: ["start completed", "a cancelled", "b notReached"] },
  },
  {
    name: "cancel-undoes-what-an-item-did-with-what-it-saw-then",
    rule: 7,
    meets: [5, 8, 10, 12],
    picture: "start ─▶ each [7,8] │ pay↺refund(item) ─▶ wait item=8: 1h │        ✂",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [7, 8] }),
          probe("pay", { give: "{{ item * 10 }}" }, { compensate: "refund" }),
          node("wait", "delay", { ms: "{{ item == 8 ? 3600000 : 0 }}" }),
          probe("refund", { of: "{{ steps.pay }}", item: "{{ item }}" }),
        ),
      ],
      edges("start > each", "pay > wait"),
    ),
    cancelAfterMs: 600,
    cancelOnce: "each[1]/wait waiting",
    expect: {
      status: "cancelled",
      steps: [
        "start completed",
        "each[0]/pay completed",
        "each[0]/wait completed",
        "each[1]/pay completed",
        "each[1]/wait cancelled",
        "each cancelled",
        "each[1]/pay!refund completed",
        "each[0]/pay!refund completed",
      ],
      inputs: {
        "each[0]/pay!refund": { of: 70, item: 7 },
        "each[1]/pay!refund": { of: 80, item: 8 },
      },
    },
  },
  {
    name: "compensation-beside-burst-steps-stays-on-its-own-lane",
    rule: 8,
    meets: [6, 11, 14],
    picture: "start ─▶ a(burst) ─▶ pay↺refund ─▶ b(burst) ─▶ bad(burst) fails",
    graph: graph(
      [
        start,
        probe("a"),
        probe("pay", { give: 5 }, { compensate: "refund", durability: "step" }),
        probe("b"),
        failing("bad", { code: "NO_LUCK" }),
        probe("refund", { of: "{{ steps.pay }}" }, { durability: "step" }),
      ],
      edges("start > a > pay > b > bad"),
      burst,
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "a completed", "pay completed", "b completed", "bad failed", "pay!refund completed"],
      inputs: { "pay!refund": { of: 5 } },
    },
  },
  {
    name: "pause-holds-burst-steps-too",
    rule: 9,
    meets: [11, 14],
    picture: "start ─▶ a ─▶ wait(go) ─▶ b ─▶ c      (burst) ⏸, go, ▶",
    graph: graph(
      [start, probe("a"), node("wait", "wait_for_signal", { name: "go" }), probe("b"), probe("c")],
      edges("start > a > wait > b > c"),
      burst,
    ),
    signals: [{ afterMs: 500, once: "!gate paused", name: "go", payload: null }],
    operations: [
      { afterMs: 300, once: "wait waiting", operation: { name: "pause" } },
      { afterMs: 800, once: "wait completed", operation: { name: "resume" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "wait completed", "b completed", "c completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "workflow-version-that-expressions-read-is-the-frozen-one",
    rule: 14,
    meets: [10],
    picture: "start ─▶ say",
    graph: graph(
      [start, node("say", "transform", { output: { id: "{{ workflow.id }}", version: "{{ workflow.version }}" } })],
      edges("start > say"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "say completed"],
      output: { say: { id: "wf", version: 1 } },
    },
  },
  {
    name: "incident-retry-begins-with-the-frozen-attempts-anew",
    rule: 13,
    meets: [2, 3, 14],
    picture: "a(pause, 2 attempts) fails twice ─▶ b      retried with one failure less",
    graph: graph(
      [
        probe("a", { failTimes: 2 }, { onError: "pause", retry: { maximumAttempts: 2 } }),
        probe("b", { attempt: "{{ steps.a.attempt }}" }),
      ],
      edges("a > b"),
    ),
    operations: [
      { afterMs: 400, once: "a incident", operation: { name: "retry", path: "a", input: { failTimes: 1 } } },
    ],
    expect: {
      status: "completed",
      steps: ["a completed", "b completed"],
      inputs: { b: { attempt: 2 } },
      operationResults: ["ok"],
    },
  },
];
