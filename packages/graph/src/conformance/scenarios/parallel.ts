import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;

/** `parallel`: only a scope of its own (rules 2, 5 and 6). */
export const parallelScenarios: readonly Scenario[] = [
  {
    name: "parallel-runs-all-that-is-in-it-and-gives-their-outputs",
    rule: 5,
    meets: [1, 2],
    picture: `
      start ─▶ both ─▶ after
              │ a ─▶ b    c │`,
    graph: graph(
      [
        start,
        inside(node("both", "parallel"), probe("a"), probe("b", { give: 2 }), probe("c", { give: 3 })),
        probe("after", { sum: "{{ steps.both.b + steps.both.c }}" }),
      ],
      edges("start > both > after", "a > b"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ["both/a completed", "both/b completed", "both/c completed"],
        "both completed",
        "after completed",
      ],
      inputs: { after: { sum: 5 } },
      outputs: { both: { b: 2, c: 3 } },
    },
  },
  {
    name: "parallel-fails-with-its-first-failure-and-stops-the-rest",
    rule: 6,
    meets: [3, 7],
    picture: "start ─▶ both │ bad fails;  slow 1 min;  wait 1h │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(
          node("both", "parallel"),
          failing("bad", { code: "NO_LUCK", takesMs: 200 }),
          probe("slow", { takesMs: 60_000 }),
          node("wait", "delay", { ms: hour }),
        ),
        probe("mend", { code: "{{ steps.both.error.code }}" }),
      ],
      edges("start > both", "both:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "both/bad failed",
        "both/wait cancelled",
        "both/slow cancelled",
        "both failed error",
        "mend completed",
      ],
      inputs: { mend: { code: "NO_LUCK" } },
    },
  },
  {
    name: "parallel-attaches-what-failed-while-it-was-closing",
    rule: 6,
    meets: [7],
    picture: "start ─▶ both │ bad fails;  worse(deaf) fails later │",
    graph: graph(
      [
        start,
        inside(
          node("both", "parallel"),
          failing("bad", { code: "FIRST" }),
          failing("worse", { code: "SECOND", takesMs: 400, after: "both/bad failed", deaf: true }),
        ),
      ],
      edges("start > both"),
    ),
    expect: {
      status: "failed",
      failureCode: "FIRST",
      others: ["SECOND"],
      steps: ["start completed", "both/bad failed", "both/worse cancelled", "both failed"],
    },
  },
  {
    name: "parallel-ends-early-at-an-end-that-terminates",
    rule: 5,
    meets: [7],
    picture: "start ─▶ both │ quick ─▶ stop(terminate);  wait 1h │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("both", "parallel"),
          probe("quick"),
          node("stop", "end", { output: 1, terminate: true }),
          node("wait", "delay", { ms: hour }),
        ),
        probe("after", { r: "{{ steps.both.stop }}" }),
      ],
      edges("start > both > after", "quick > stop"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "both/quick completed",
        "both/stop completed",
        "both/wait cancelled",
        "both completed",
        "after completed",
      ],
      inputs: { after: { r: 1 } },
    },
  },
  {
    name: "parallel-gives-what-its-end-nodes-give-where-it-has-some",
    rule: 5,
    picture: "start ─▶ both │ a ─▶ end;  b │",
    graph: graph(
      [
        start,
        inside(
          node("both", "parallel"),
          probe("a", { give: 1 }),
          node("done", "end", { output: "{{ steps.a }}" }),
          probe("b"),
        ),
      ],
      edges("start > both", "a > done"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", ["both/a completed", "both/b completed", "both/done completed"], "both completed"],
      output: { both: { done: 1 } },
    },
  },
  {
    name: "parallel-nests-three-deep",
    rule: 12,
    meets: [5],
    picture: "start ─▶ x │ y │ z │ a │ │ │",
    graph: graph(
      [
        start,
        inside(
          node("x", "parallel"),
          inside(node("y", "parallel"), inside(node("z", "parallel"), probe("a", { give: 1 }))),
        ),
      ],
      edges("start > x"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "x/y/z/a completed", "x/y/z completed", "x/y completed", "x completed"],
      output: { x: { y: { z: { a: 1 } } } },
    },
  },
  {
    name: "parallel-with-an-any-join-inside-fires-it-once",
    rule: 4,
    meets: [1, 5],
    picture: "start ─▶ both │ quick, slow(300) ─▶ join(any) │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("both", "parallel"),
          probe("quick"),
          probe("slow", { takesMs: 400, after: "both/join completed" }),
          probe("join", {}, { join: "any" }),
        ),
        probe("after"),
      ],
      edges("start > both > after", "quick > join", "slow > join"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "both/quick completed",
        "both/join completed",
        "both/slow completed",
        "both completed",
        "after completed",
      ],
    },
  },
  {
    name: "parallel-that-no-path-leads-to-is-skipped-with-all-that-is-in-it",
    rule: 4,
    meets: [5],
    picture: "start ─▶ pick ─left▶ both │ a │ ─▶ after",
    graph: graph(
      [start, probe("pick", { port: "right" }), inside(node("both", "parallel"), probe("a")), probe("after")],
      edges("start > pick", "pick:left > both > after"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed right", "both skipped", "after skipped"],
    },
  },
  {
    name: "parallel-with-a-join-rule-of-its-own-waits-by-it",
    rule: 4,
    meets: [5],
    picture: "start ─▶ quick, slow(go) ─▶ both(any) │ a │",
    graph: graph(
      [
        start,
        probe("quick"),
        node("slow", "wait_for_signal", { name: "go" }),
        inside(node("both", "parallel", {}, { join: "any" }), probe("a")),
      ],
      edges("start > quick > both", "start > slow > both"),
    ),
    signals: [{ afterMs: 300, once: "both completed", name: "go", payload: null }],
    expect: {
      status: "completed",
      steps: ["start completed", "quick completed", "both/a completed", "both completed", "slow completed"],
    },
  },
  {
    name: "parallel-attaches-what-failed-deep-inside-while-it-was-closing",
    rule: 6,
    meets: [5, 7, 12],
    picture: "start ─▶ both │ bad fails;  each │ try │ worse(deaf) fails later │ │ │",
    graph: graph(
      [
        start,
        inside(
          node("both", "parallel"),
          failing("bad", { code: "FIRST", takesMs: 100 }),
          inside(
            node("each", "for_each", { items: [1] }),
            inside(
              node("try", "try"),
              failing("worse", { code: "SECOND", takesMs: 500, after: "both/bad failed", deaf: true }),
            ),
          ),
        ),
      ],
      edges("start > both"),
    ),
    expect: {
      status: "failed",
      failureCode: "FIRST",
      others: ["SECOND"],
      steps: [
        "start completed",
        "both/bad failed",
        "both/each[0]/try/worse cancelled",
        "both/each[0]/try cancelled",
        "both/each cancelled",
        "both failed",
      ],
    },
  },
];
