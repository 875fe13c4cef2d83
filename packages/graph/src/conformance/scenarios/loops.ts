import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const belowThree = { "<": [{ var: "vars.n" }, 3] };

/** `repeat` and `while`: each round has a scope of its own (rules 5, 10 and 12). */
export const loopScenarios: readonly Scenario[] = [
  {
    name: "repeat-runs-its-nodes-so-many-times",
    rule: 5,
    meets: [10, 12],
    picture: "start ─▶ loop ×3 │ a │ ─▶ after",
    graph: graph(
      [
        start,
        inside(node("loop", "repeat", { times: 3 }), probe("a", { give: "{{ index }}" })),
        probe("after", { rounds: "{{ steps.loop.rounds }}", last: "{{ steps.loop.last.a }}" }),
      ],
      edges("start > loop > after"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "loop[0]/a completed",
        "loop[1]/a completed",
        "loop[2]/a completed",
        "loop completed",
        "after completed",
      ],
      inputs: { after: { rounds: 3, last: 2 } },
    },
  },
  {
    name: "repeat-takes-its-times-from-a-template",
    rule: 10,
    picture: "start ─▶ loop ×payload.n │ a │",
    graph: graph(
      [start, inside(node("loop", "repeat", { times: "{{ payload.n }}" }), node("a", "transform", { output: 1 }))],
      edges("start > loop"),
    ),
    payload: { n: 2 },
    expect: {
      status: "completed",
      steps: ["start completed", "loop[0]/a completed", "loop[1]/a completed", "loop completed"],
      output: { loop: { rounds: 2, last: { a: 1 } } },
    },
  },
  {
    name: "repeat-zero-times-ends-at-once",
    rule: 5,
    picture: "start ─▶ loop ×0 │ a │",
    graph: graph(
      [start, inside(node("loop", "repeat", { times: "{{ payload.n }}" }), probe("a"))],
      edges("start > loop"),
    ),
    payload: { n: 0 },
    expect: {
      status: "completed",
      steps: ["start completed", "loop completed"],
      output: { loop: { rounds: 0, last: null } },
    },
  },
  {
    name: "repeat-with-times-that-are-no-number-fails-at-its-place",
    rule: 10,
    meets: [6],
    picture: 'start ─▶ loop ×"many" │ a │',
    graph: graph(
      [start, inside(node("loop", "repeat", { times: "{{ payload.n }}" }), probe("a"))],
      edges("start > loop"),
    ),
    payload: { n: "many" },
    expect: { status: "failed", failureCode: "INPUT_INVALID", steps: ["start completed", "loop failed"] },
  },
  {
    name: "repeat-reads-what-its-last-round-gave",
    rule: 10,
    meets: [5],
    picture: "start ─▶ loop ×3 │ a reads steps.loop │",
    graph: graph(
      [
        start,
        inside(
          node("loop", "repeat", { times: 3 }),
          probe("a", { give: { sum: "{{ steps.loop.rounds == 0 ? 1 : steps.loop.last.a.sum * 2 }}" } }),
        ),
      ],
      edges("start > loop"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "loop[0]/a completed", "loop[1]/a completed", "loop[2]/a completed", "loop completed"],
      output: { loop: { rounds: 3, last: { a: { sum: 4 } } } },
    },
  },
  {
    name: "repeat-in-repeat-has-a-path-for-each-round",
    rule: 12,
    meets: [5],
    picture: "start ─▶ outer ×2 │ inner ×2 │ a │ │",
    graph: graph(
      [
        start,
        inside(
          node("outer", "repeat", { times: 2 }),
          inside(node("inner", "repeat", { times: 2 }), node("a", "transform", { output: "{{ index }}" })),
        ),
      ],
      edges("start > outer"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "outer[0]/inner[0]/a completed",
        "outer[0]/inner[1]/a completed",
        "outer[0]/inner completed",
        "outer[1]/inner[0]/a completed",
        "outer[1]/inner[1]/a completed",
        "outer[1]/inner completed",
        "outer completed",
      ],
    },
  },
  {
    name: "repeat-fails-with-its-round",
    rule: 6,
    meets: [5, 3],
    picture: "start ─▶ loop ×3 │ a fails ─▶ b │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(node("loop", "repeat", { times: 3 }), failing("a", { code: "NO_LUCK" }), probe("b")),
        probe("mend", { path: "{{ steps.loop.error.path }}" }),
      ],
      edges("start > loop", "a > b", "loop:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "loop[0]/a failed", "loop[0]/b notReached", "loop failed error", "mend completed"],
      failures: { loop: "NO_LUCK" },
    },
  },
  {
    name: "while-asks-before-each-round",
    rule: 10,
    meets: [5],
    picture: "start ─▶ zero(n=0) ─▶ loop while n<3 │ a ─▶ add(n+1) │",
    graph: graph(
      [
        start,
        node("zero", "set", { values: { n: 0 } }),
        inside(
          node("loop", "while", { condition: belowThree, maxRounds: 10 }),
          probe("a"),
          node("add", "set", { values: { n: "{{ vars.n + 1 }}" } }),
        ),
      ],
      edges("start > zero > loop", "a > add"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "zero completed",
        "loop[0]/a completed",
        "loop[0]/add completed",
        "loop[1]/a completed",
        "loop[1]/add completed",
        "loop[2]/a completed",
        "loop[2]/add completed",
        "loop completed",
      ],
      output: { loop: { rounds: 3, last: { add: { n: 3 } } } },
    },
  },
  {
    name: "while-condition-may-be-a-template",
    rule: 10,
    picture: "start ─▶ loop while no round or last a.n < 2 │ a(n=index) │",
    graph: graph(
      [
        start,
        inside(
          node("loop", "while", {
            condition: "{{ steps.loop.rounds == 0 || steps.loop.last.a.n < 1 }}",
            maxRounds: 10,
          }),
          probe("a", { give: { n: "{{ index }}" } }),
        ),
      ],
      edges("start > loop"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "loop[0]/a completed", "loop[1]/a completed", "loop completed"],
      outputs: { loop: { rounds: 2, last: { a: { n: 1 } } } },
    },
  },
  {
    name: "while-that-never-holds-runs-no-round",
    rule: 10,
    picture: "start ─▶ loop while false │ a │ ─▶ after",
    graph: graph(
      [
        start,
        inside(node("loop", "while", { condition: { var: "go" }, maxRounds: 10 }), probe("a")),
        probe("after", { last: "{{ steps.loop.last }}" }),
      ],
      edges("start > loop > after"),
    ),
    payload: { go: false },
    expect: {
      status: "completed",
      steps: ["start completed", "loop completed", "after completed"],
      inputs: { after: { last: null } },
    },
  },
  {
    name: "while-tested-after-runs-one-round-at-least",
    rule: 10,
    meets: [5],
    picture: "start ─▶ loop do … while false │ a │",
    graph: graph(
      [start, inside(node("loop", "while", { condition: { var: "go" }, maxRounds: 10, testAfter: true }), probe("a"))],
      edges("start > loop"),
    ),
    payload: { go: false },
    expect: {
      status: "completed",
      steps: ["start completed", "loop[0]/a completed", "loop completed"],
      output: { loop: { rounds: 1, last: { a: { attempt: 1 } } } },
    },
  },
  {
    name: "while-that-reaches-its-bound-fails-at-its-place",
    rule: 10,
    meets: [6],
    picture: "start ─▶ loop while true, at most 2 │ a │ ─▶ after",
    graph: graph(
      [
        start,
        inside(node("loop", "while", { condition: true, maxRounds: 2 }), node("a", "transform", { output: 1 })),
        probe("after"),
      ],
      edges("start > loop > after"),
    ),
    expect: {
      status: "failed",
      failureCode: "LOOP_BOUND_REACHED",
      steps: ["start completed", "loop[0]/a completed", "loop[1]/a completed", "loop failed", "after notReached"],
    },
  },
  {
    name: "while-that-ends-at-its-bound-is-no-failure",
    rule: 10,
    picture: "start ─▶ loop while rounds<2, at most 2 │ a │",
    graph: graph(
      [
        start,
        inside(
          node("loop", "while", { condition: { "<": [{ var: "steps.loop.rounds" }, 2] }, maxRounds: 2 }),
          node("a", "transform", { output: "{{ index }}" }),
        ),
      ],
      edges("start > loop"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "loop[0]/a completed", "loop[1]/a completed", "loop completed"],
      output: { loop: { rounds: 2, last: { a: 1 } } },
    },
  },
  {
    name: "while-asks-until-it-is-ready",
    rule: 10,
    meets: [11, 12],
    picture: "start ─▶ poll while not ready │ wait ─▶ ask │",
    graph: graph(
      [
        start,
        inside(
          node("poll", "while", {
            condition: { "!=": [{ var: "steps.poll.last.ask.state" }, "ready"] },
            maxRounds: 20,
          }),
          node("wait", "delay", { ms: 50 }),
          probe("ask", { give: { state: "{{ index >= 2 ? 'ready' : 'busy' }}" } }),
        ),
      ],
      edges("start > poll", "wait > ask"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "poll[0]/wait completed",
        "poll[0]/ask completed",
        "poll[1]/wait completed",
        "poll[1]/ask completed",
        "poll[2]/wait completed",
        "poll[2]/ask completed",
        "poll completed",
      ],
      output: { poll: { rounds: 3, last: { ask: { state: "ready" } } } },
    },
  },
  {
    name: "while-goes-on-where-a-round-ends-early",
    rule: 5,
    meets: [7],
    picture: "start ─▶ loop ×2 │ quick ─▶ end(terminate);  wait 1h ─▶ never │",
    graph: graph(
      [
        start,
        inside(
          node("loop", "repeat", { times: 2 }),
          probe("quick"),
          node("stop", "end", { output: "{{ index }}", terminate: true }),
          node("wait", "delay", { ms: "1h" }),
          probe("never"),
        ),
        probe("after", { last: "{{ steps.loop.last }}" }),
      ],
      edges("start > loop > after", "quick > stop", "wait > never"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "loop[0]/quick completed",
        "loop[0]/stop completed",
        "loop[0]/wait cancelled",
        "loop[0]/never notReached",
        "loop[1]/quick completed",
        "loop[1]/stop completed",
        "loop[1]/wait cancelled",
        "loop[1]/never notReached",
        "loop completed",
        "after completed",
      ],
      inputs: { after: { last: { stop: 1 } } },
    },
  },
  {
    name: "repeat-cancelled-in-a-round-begins-no-other",
    rule: 7,
    meets: [12],
    picture: "start ─▶ loop ×9 │ a takes 1 min │ ─▶ after        ✂",
    graph: graph(
      [start, inside(node("loop", "repeat", { times: 9 }), probe("a", { takesMs: 60_000 })), probe("after")],
      edges("start > loop > after"),
    ),
    cancelAfterMs: 300,
    cancelOnce: "loop[0]/a scheduled",
    expect: {
      status: "cancelled",
      steps: ["start completed", "loop[0]/a cancelled", "loop cancelled", "after notReached"],
    },
  },
  {
    name: "while-condition-over-budget-fails-at-its-place",
    rule: 10,
    meets: [6],
    picture: "start ─▶ loop while (too much work) │ a │",
    graph: graph(
      [
        start,
        inside(
          node("loop", "while", {
            // Each round doubles the list, so that it would have 2^60 elements in the end.
            condition: {
              reduce: [{ var: "list" }, { merge: [{ var: "accumulator" }, { var: "accumulator" }] }, [1]],
            },
            maxRounds: 2,
          }),
          probe("a"),
        ),
      ],
      edges("start > loop"),
    ),
    payload: { list: Array.from({ length: 60 }, () => 1) },
    expect: { status: "failed", failureCode: "EXPRESSION_BUDGET", steps: ["start completed", "loop failed"] },
  },
];
