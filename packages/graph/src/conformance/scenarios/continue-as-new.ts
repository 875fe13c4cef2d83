import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;

/** Executions that continue as new in different situations (rule 9). The steps are the same as without a continue-as-new. */
export const continueAsNewScenarios: readonly Scenario[] = [
  {
    name: "continue-as-new-in-a-sequence",
    rule: 9,
    meets: [1, 12],
    picture: "start ─▶ a ─▶ b ─▶ c ─▶ d      ⟳ after every batch",
    graph: graph(
      [start, probe("a", { give: 1 }), probe("b"), probe("c"), probe("d", { a: "{{ steps.a }}" })],
      edges("start > a > b > c > d"),
    ),
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "c completed", "d completed"],
      inputs: { d: { a: 1 } },
    },
  },
  {
    name: "continue-as-new-in-the-middle-of-a-loop",
    rule: 9,
    meets: [5, 12],
    picture: "start ─▶ each(2 at a time) [0..5] │ a ─▶ b │ ─▶ after      ⟳",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, 1, 2, 3, 4, 5], concurrency: 2, result: "{{ steps.b }}" }),
          probe("a", { give: "{{ item }}" }),
          probe("b", { give: "{{ steps.a * 2 }}" }),
        ),
        probe("after", { r: "{{ steps.each.results }}" }),
      ],
      edges("start > each > after", "a > b"),
    ),
    continueAsNewEvery: 2,
    expect: {
      status: "completed",
      steps: [
        "start completed",
        [0, 1, 2, 3, 4, 5].flatMap((index) => [`each[${index}]/a completed`, `each[${index}]/b completed`]),
        "each completed",
        "after completed",
      ],
      inputs: { after: { r: [0, 2, 4, 6, 8, 10] } },
    },
  },
  {
    name: "continue-as-new-keeps-what-has-to-be-undone",
    rule: 9,
    meets: [8, 6],
    picture: "start ─▶ a↺una ─▶ b ─▶ c ─▶ bad fails      ⟳",
    graph: graph(
      [
        start,
        probe("a", { give: { id: 4 } }, { compensate: "una" }),
        probe("b"),
        probe("c"),
        failing("bad", { code: "NO_LUCK" }),
        probe("una", { id: "{{ steps.a.id }}" }),
      ],
      edges("start > a > b > c > bad"),
    ),
    continueAsNewEvery: 1,
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "a completed", "b completed", "c completed", "bad failed", "a!una completed"],
      inputs: { "a!una": { id: 4 } },
    },
  },
  {
    name: "continue-as-new-keeps-decisions",
    rule: 9,
    meets: [13],
    picture: "start ─▶ ask ─approved▶ yes ─▶ more ─▶ wait 1500      ⟳, then decided again",
    graph: graph(
      [start, node("ask", "approval", {}), probe("yes"), probe("more"), node("wait", "delay", { ms: 5_000 })],
      edges("start > ask", "ask:approved > yes > more > wait"),
    ),
    operations: [
      { afterMs: 250, once: "ask waiting", operation: { name: "decide", path: "ask", decision: "approved" } },
      { afterMs: 900, once: "wait waiting", operation: { name: "decide", path: "ask", decision: "rejected" } },
    ],
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed approved", "yes completed", "more completed", "wait completed"],
      operationResults: ["ok", "ALREADY_DECIDED"],
    },
  },
  {
    name: "continue-as-new-keeps-variables-of-items",
    rule: 9,
    meets: [5, 10],
    picture: "start ─▶ sum(0) ─▶ each(2 at a time) [1,2,3] │ own ─▶ a ─▶ add │      ⟳",
    graph: graph(
      [
        start,
        node("zero", "set", { values: { sum: 0 } }),
        inside(
          node("each", "for_each", { items: [1, 2, 3], concurrency: 2, result: "{{ vars.own }}" }),
          node("own", "set", { values: { own: "{{ item * 10 }}" } }),
          probe("a"),
          node("add", "set", { values: { sum: "{{ vars.sum + vars.own }}" } }),
        ),
        probe("after", { sum: "{{ vars.sum }}" }),
      ],
      edges("start > zero > each > after", "own > a > add"),
    ),
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "zero completed",
        [0, 1, 2].flatMap((index) => ["own", "a", "add"].map((id) => `each[${index}]/${id} completed`)),
        "each completed",
        "after completed",
      ],
      inputs: { after: { sum: 60 } },
      outputs: { each: { results: [10, 20, 30], errors: [], count: 3 } },
    },
  },
  {
    name: "continue-as-new-and-then-a-cancel",
    rule: 9,
    meets: [7],
    picture: "start ─▶ a ─▶ b ─▶ wait 1h ─▶ after      ⟳, ✂",
    graph: graph(
      [start, probe("a"), probe("b"), node("wait", "delay", { ms: hour }), probe("after")],
      edges("start > a > b > wait > after"),
    ),
    continueAsNewEvery: 1,
    cancelAfterMs: 900,
    cancelOnce: "wait waiting",
    expect: {
      status: "cancelled",
      steps: ["start completed", "a completed", "b completed", "wait cancelled", "after notReached"],
    },
  },
  {
    name: "continue-as-new-with-burst-steps",
    rule: 9,
    meets: [11],
    picture: "start ─▶ a ─▶ wait 100 ─▶ b ─▶ wait 100 ─▶ c      (burst) ⟳",
    graph: graph(
      [start, probe("a"), node("one", "delay", { ms: 100 }), probe("b"), node("two", "delay", { ms: 100 }), probe("c")],
      edges("start > a > one > b > two > c"),
      { durability: "burst" },
    ),
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "one completed", "b completed", "two completed", "c completed"],
    },
  },
  {
    name: "continue-as-new-in-the-middle-of-undoing",
    rule: 9,
    meets: [6, 8],
    picture: "start ─▶ a↺una ─▶ b↺unb ─▶ c↺unc ─▶ bad fails      ⟳",
    graph: graph(
      [
        start,
        ...["a", "b", "c"].flatMap((id) => [probe(id, {}, { compensate: `un${id}` }), probe(`un${id}`)]),
        failing("bad", { code: "NO_LUCK" }),
      ],
      edges("start > a > b > c > bad"),
    ),
    continueAsNewEvery: 2,
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: [
        "start completed",
        "a completed",
        "b completed",
        "c completed",
        "bad failed",
        "c!unc completed",
        "b!unb completed",
        "a!una completed",
      ],
    },
  },
  {
    name: "continue-as-new-in-the-middle-of-a-while",
    rule: 9,
    meets: [5, 10],
    picture: "start ─▶ zero ─▶ loop while n<4 │ a ─▶ add │ ─▶ after      ⟳",
    graph: graph(
      [
        start,
        node("zero", "set", { values: { n: 0 } }),
        inside(
          node("loop", "while", { condition: { "<": [{ var: "vars.n" }, 4] }, maxRounds: 9 }),
          probe("a", { before: "{{ steps.loop.rounds }}" }),
          node("add", "set", { values: { n: "{{ vars.n + 1 }}" } }),
        ),
        probe("after", { rounds: "{{ steps.loop.rounds }}" }),
      ],
      edges("start > zero > loop > after", "a > add"),
    ),
    continueAsNewEvery: 1,
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "zero completed",
        ...[0, 1, 2, 3].flatMap((round) => [`loop[${round}]/a completed`, `loop[${round}]/add completed`]),
        "loop completed",
        "after completed",
      ],
      inputs: { "loop[2]/a": { before: 2 }, after: { rounds: 4 } },
    },
  },
];
