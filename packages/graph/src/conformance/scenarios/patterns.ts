import { edges, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;
const own = { key: "{{ execution.id }}" };

/** Control-flow patterns that need a combination of constructs (docs/control-flow-patterns.md). */
export const patternScenarios: readonly Scenario[] = [
  {
    name: "interleaved-steps-share-a-lock-of-their-execution",
    rule: 5,
    meets: [1, 4, 10],
    picture: "start ─▶ x │ a │ ─▶ join;  start ─▶ y │ b │ ─▶ join      x and y: lock(execution.id)",
    graph: graph(
      [start, inside(node("x", "lock", own), probe("a")), inside(node("y", "lock", own), probe("b")), probe("join")],
      edges("start > x > join", "start > y > join"),
    ),
    answers: { y: { granted: false } },
    replies: [{ afterMs: 300, once: "x completed", path: "y", reply: { granted: true } }],
    expect: {
      status: "completed",
      steps: ["start completed", "x/a completed", "x completed", "y/b completed", "y completed", "join completed"],
    },
  },
  {
    name: "cancelling-partial-join-ends-the-rest-at-the-nth",
    rule: 4,
    meets: [5, 7],
    picture: "start ─▶ both │ a, b(300), c 1h ─▶ join(2) ─▶ stop(terminate) │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("both", "parallel"),
          probe("a"),
          probe("b", { takesMs: 300, after: "both/a completed" }),
          node("c", "delay", { ms: hour }),
          probe("join", {}, { join: { count: 2 } }),
          node("stop", "end", { output: 1, terminate: true }),
        ),
        probe("after"),
      ],
      edges("start > both > after", "a > join", "b > join", "c > join > stop"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "both/a completed",
        "both/b completed",
        "both/join completed",
        "both/stop completed",
        "both/c cancelled",
        "both completed",
        "after completed",
      ],
    },
  },
  {
    name: "partial-join-of-items-goes-on-by-their-signals",
    rule: 5,
    meets: [1, 4],
    picture: "start ─▶ each(3 at a time) [0,0,900] │ a │;  start ─▶ enough ×2 │ wait(done) │ ─▶ go",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, 0, 900], concurrency: 3 }),
          probe("a", { takesMs: "{{ item }}", after: "{{ index == 2 ? 'go completed' : '' }}" }),
        ),
        inside(node("enough", "repeat", { times: 2 }), node("wait", "wait_for_signal", { name: "done" })),
        probe("go"),
      ],
      edges("start > each", "start > enough > go"),
    ),
    signals: [
      { afterMs: 200, once: "each[0]/a completed", name: "done", payload: 0 },
      { afterMs: 300, once: "each[1]/a completed", name: "done", payload: 1 },
    ],
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ["each[0]/a completed", "each[1]/a completed"],
        "enough[0]/wait completed",
        "enough[1]/wait completed",
        "enough completed",
        "go completed",
        "each[2]/a completed",
        "each completed",
      ],
    },
  },
  {
    name: "cancelling-partial-join-of-items-is-a-race-with-their-signals",
    rule: 6,
    meets: [1, 5, 7],
    picture: "start ─▶ race │ each(3 at a time) [0,0,1h] │ wait item │;  enough ×2 │ wait(done) │ │ ─▶ go",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          inside(
            node("each", "for_each", { items: [0, 0, hour], concurrency: 3 }),
            node("work", "delay", { ms: "{{ item }}" }),
          ),
          inside(node("enough", "repeat", { times: 2 }), node("wait", "wait_for_signal", { name: "done" })),
        ),
        probe("go", { winner: "{{ steps.race.winner }}" }),
      ],
      edges("start > race > go"),
    ),
    signals: [
      { afterMs: 300, once: "race/each[0]/work completed", name: "done", payload: 0 },
      { afterMs: 400, once: "race/each[1]/work completed", name: "done", payload: 1 },
    ],
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ["race/each[0]/work completed", "race/each[1]/work completed"],
        "race/enough[0]/wait completed",
        "race/enough[1]/wait completed",
        "race/enough completed",
        "race/each[2]/work cancelled",
        "race/each cancelled",
        "race completed",
        "go completed",
      ],
      inputs: { go: { winner: "enough" } },
    },
  },
  {
    name: "instances-that-nobody-waits-for-are-called-and-left",
    rule: 12,
    meets: [5],
    picture: "start ─▶ each(2 at a time) [1,2] │ call(child, no wait) │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2], concurrency: 2, result: "{{ steps.call.executionId }}" }),
          node("call", "call_workflow", { workflow: "child", wait: false, data: "{{ item }}" }),
        ),
        probe("after", { ids: "{{ steps.each.results }}" }),
      ],
      edges("start > each > after"),
    ),
    answers: { "each[1]/call": { executionId: "exe_second", workflowId: "wf_child", version: 1 } },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ["each[0]/call completed", "each[1]/call completed"],
        "each completed",
        "after completed",
      ],
      inputs: { after: { ids: ["exe_child", "exe_second"] } },
    },
  },
  {
    name: "milestone-is-a-race-with-what-ends-it",
    rule: 6,
    meets: [1, 7],
    picture: "start ─▶ open(race) │ enrol(signal) ─▶ accept;  closed(signal) │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("open", "race"),
          node("enrol", "wait_for_signal", { name: "enrol" }),
          probe("accept"),
          node("closed", "wait_for_signal", { name: "close" }),
        ),
        node("hold", "delay", { ms: 600 }),
        probe("after", { winner: "{{ steps.open.winner }}" }),
      ],
      edges("start > open > hold > after", "enrol > accept"),
    ),
    signals: [
      { afterMs: 300, once: "open/closed waiting", name: "close", payload: null },
      { afterMs: 500, once: "open completed", name: "enrol", payload: null },
    ],
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "open/closed completed",
        "open/enrol cancelled",
        "open/accept notReached",
        "open completed",
        "hold completed",
        "after completed",
      ],
      inputs: { after: { winner: "closed" } },
    },
  },
];
