import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;

/** A continue-as-new while something other than a step is open (rule 9). */
export const continueAsNewOpenScenarios: readonly Scenario[] = [
  {
    name: "continue-as-new-with-a-timer-open",
    rule: 9,
    meets: [11],
    picture: "start ─▶ wait 6000;  start ─▶ a ─▶ b ─▶ c      ⟳",
    // On a server that runs all scenarios at the same time, three runs of a chain can take some seconds.
    graph: graph(
      [start, node("wait", "delay", { ms: 6_000 }), probe("a"), probe("b"), probe("c")],
      edges("start > wait", "start > a > b > c"),
    ),
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "c completed", "wait completed"],
    },
  },
  {
    name: "continue-as-new-with-signals-in-the-mailbox",
    rule: 9,
    meets: [1],
    picture: "start ─▶ slow(600) ─▶ a ─▶ wait(go)      go comes early, ⟳",
    graph: graph(
      [start, probe("slow", { takesMs: 600 }), probe("a"), node("wait", "wait_for_signal", { name: "go" })],
      edges("start > slow > a > wait"),
    ),
    signals: [{ afterMs: 200, once: "slow scheduled", name: "go", payload: "early" }],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "slow completed", "a completed", "wait completed"],
      output: { wait: "early" },
    },
  },
  {
    name: "continue-as-new-while-a-signal-is-waited-for",
    rule: 9,
    meets: [1, 11],
    picture: "start ─▶ wait(go, 1h);  start ─▶ a ─▶ b      ⟳, then go",
    graph: graph(
      [start, node("wait", "wait_for_signal", { name: "go", timeout: hour }), probe("a"), probe("b")],
      edges("start > wait", "start > a > b"),
    ),
    signals: [{ afterMs: 900, once: "b completed", name: "go", payload: 1 }],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "wait completed"],
    },
  },
  {
    name: "continue-as-new-while-paused",
    rule: 9,
    meets: [13],
    picture: "start ─▶ slow(500) ─▶ after ─▶ last      ⏸, ⟳, ▶",
    graph: graph(
      [start, probe("slow", { takesMs: 500, after: "!gate paused" }), probe("after"), probe("last")],
      edges("start > slow > after > last"),
    ),
    operations: [
      { afterMs: 200, once: "slow scheduled", operation: { name: "pause" } },
      { afterMs: 900, once: "slow completed", operation: { name: "resume" } },
    ],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "slow completed", "after completed", "last completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "continue-as-new-with-a-race-open",
    rule: 9,
    meets: [6, 7],
    picture: "start ─▶ race │ wait(go);  late 1h;  a ─▶ b ─▶ c ─▶ hold 1h │      ⟳, then go",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          node("wait", "wait_for_signal", { name: "go" }),
          node("late", "delay", { ms: hour }),
          probe("a"),
          probe("b"),
          node("hold", "delay", { ms: hour }),
        ),
      ],
      edges("start > race", "a > b > hold"),
    ),
    signals: [{ afterMs: 900, once: "race/hold waiting", name: "go", payload: 1 }],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/a completed",
        "race/b completed",
        "race/wait completed",
        ["race/late cancelled", "race/hold cancelled"],
        "race completed",
      ],
      output: { race: { winner: "wait", output: { wait: 1 } } },
    },
  },
  {
    name: "continue-as-new-with-an-incident-open",
    rule: 9,
    meets: [3, 13],
    picture: "start ─▶ bad(pause) ─▶ after;  start ─▶ a ─▶ b      ⟳, then retry",
    graph: graph(
      [
        start,
        failing("bad", {}, { onError: "pause" }),
        probe("after", { r: "{{ steps.bad }}" }),
        probe("a"),
        probe("b"),
      ],
      edges("start > bad > after", "start > a > b"),
    ),
    operations: [
      { afterMs: 900, once: "b completed", operation: { name: "retry", path: "bad", input: { give: "mended" } } },
    ],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "bad completed", "after completed"],
      inputs: { after: { r: "mended" } },
      operationResults: ["ok"],
    },
  },
  {
    name: "continue-as-new-with-a-called-workflow-open",
    rule: 9,
    meets: [12],
    picture: "start ─▶ call(child);  start ─▶ a ─▶ b      ⟳, then the child completes",
    graph: graph(
      [start, node("call", "call_workflow", { workflow: "child" }), probe("a"), probe("b")],
      edges("start > call", "start > a > b"),
    ),
    replies: [
      {
        afterMs: 900,
        once: "b completed",
        path: "call",
        reply: { executionId: "exe_child", status: "completed", output: { n: 1 } },
      },
    ],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      // The answer may arrive in the same workflow task in which the execution continues as new; it is then taken before that of b.
      steps: ["start completed", "a completed", ["b completed", "call completed"]],
      outputs: { call: { executionId: "exe_child", status: "completed", output: { n: 1 } } },
    },
  },
  {
    name: "continue-as-new-with-a-lock-held",
    rule: 9,
    meets: [5, 7],
    picture: "start ─▶ lock │ a ─▶ b ─▶ c │      ⟳",
    graph: graph(
      [start, inside(node("lock", "lock", { key: "k" }), probe("a"), probe("b"), probe("c"))],
      edges("start > lock", "a > b > c"),
    ),
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "lock/a completed", "lock/b completed", "lock/c completed", "lock completed"],
    },
  },
  {
    name: "continue-as-new-with-a-lock-waited-for",
    rule: 9,
    meets: [5, 12],
    picture: "start ─▶ lock(busy) │ x │;  start ─▶ a ─▶ b      ⟳, then granted",
    graph: graph(
      [start, inside(node("lock", "lock", { key: "k" }), probe("x")), probe("a"), probe("b")],
      edges("start > lock", "start > a > b"),
    ),
    answers: { lock: { granted: false } },
    replies: [{ afterMs: 900, once: "b completed", path: "lock", reply: { granted: true } }],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "lock/x completed", "lock completed"],
    },
  },
  {
    name: "continue-as-new-with-an-event-waited-for",
    rule: 9,
    meets: [11, 12],
    picture: "start ─▶ wait(order.paid, 1h);  start ─▶ a ─▶ b      ⟳, then the event",
    graph: graph(
      [start, node("wait", "wait_for_event", { eventType: "order.paid", timeout: hour }), probe("a"), probe("b")],
      edges("start > wait", "start > a > b"),
    ),
    replies: [{ afterMs: 900, once: "b completed", path: "wait", reply: { event: { id: "evt_2", data: 1 } } }],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "wait completed"],
      outputs: { wait: { id: "evt_2", data: 1 } },
    },
  },
  {
    name: "continue-as-new-with-a-try-open-and-a-failure-after-it",
    rule: 9,
    meets: [3, 6],
    picture: "start ─▶ try │ a ─▶ b ─▶ bad fails │ ─catch▶ mend;  ─finally▶ tidy      ⟳",
    graph: graph(
      [
        start,
        inside(node("try", "try"), probe("a"), probe("b"), failing("bad", { code: "NO_LUCK" })),
        probe("mend", { code: "{{ steps.try.error.code }}" }),
        probe("tidy"),
      ],
      edges("start > try", "a > b > bad", "try:catch > mend", "try:finally > tidy"),
    ),
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "try/a completed",
        "try/b completed",
        "try/bad failed",
        "try completed catch",
        ["mend completed", "tidy completed"],
      ],
      inputs: { mend: { code: "NO_LUCK" } },
    },
  },
];
