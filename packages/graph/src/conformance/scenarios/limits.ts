import { edges, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const text = (bytes: number): string => "x".repeat(bytes);

/** Inputs and amounts beyond a limit. Each must lead to a clear error of its step, never to an execution that hangs (rules 1 and 10). */
export const limitScenarios: readonly Scenario[] = [
  {
    name: "input-larger-than-a-value-may-be-fails-its-step",
    rule: 10,
    meets: [3],
    picture: "start ─▶ a(over 1 MiB) ─error▶ mend",
    graph: graph(
      [
        start,
        node("big", "set", { values: { t: "{{ payload.t + payload.t }}" } }),
        probe("a", { list: ["{{ vars.t }}", "{{ vars.t }}", "{{ vars.t }}", "{{ vars.t }}", "{{ vars.t }}"] }),
        probe("mend", { code: "{{ steps.a.error.code }}" }),
      ],
      edges("start > big > a", "a:error > mend"),
    ),
    payload: { t: text(120_000) },
    expect: {
      status: "completed",
      steps: ["start completed", "big completed", "a failed error", "mend completed"],
      inputs: { mend: { code: "INPUT_TOO_LARGE" } },
    },
  },
  {
    name: "output-of-the-execution-larger-than-a-value-may-be-fails-it",
    rule: 5,
    meets: [10],
    picture: "start ─▶ a ─▶ end(over 1 MiB)",
    graph: graph(
      [
        start,
        node("big", "set", { values: { t: "{{ payload.t + payload.t }}" } }),
        node("end", "end", {
          output: ["{{ vars.t }}", "{{ vars.t }}", "{{ vars.t }}", "{{ vars.t }}", "{{ vars.t }}"],
        }),
      ],
      edges("start > big > end"),
    ),
    payload: { t: text(120_000) },
    expect: {
      status: "failed",
      failureCode: "OUTPUT_TOO_LARGE",
      steps: ["start completed", "big completed", "end completed"],
    },
  },
  {
    name: "template-over-its-budget-fails-at-its-place",
    rule: 10,
    meets: [6],
    picture: "start ─▶ a(works too much) ─▶ b",
    graph: graph(
      [
        start,
        node("a", "transform", {
          output: "{{ payload.list.map(x, payload.list.map(y, payload.list.filter(z, z > x + y).size())) }}",
        }),
        probe("b"),
      ],
      edges("start > a > b"),
    ),
    payload: { list: Array.from({ length: 80 }, (_, index) => index) },
    expect: {
      status: "failed",
      failureCode: "EXPRESSION_BUDGET",
      steps: ["start completed", "a failed", "b notReached"],
    },
  },
  {
    name: "results-larger-than-a-value-may-be-fail-the-loop",
    rule: 10,
    meets: [5, 6],
    picture: "start ─▶ each ×12 │ a gives 100 kB │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", {
            items: Array.from({ length: 12 }, (_, index) => index),
            result: "{{ payload.t }}",
          }),
          node("a", "transform", { output: 0 }),
        ),
        probe("mend", { code: "{{ steps.each.error.code }}" }),
      ],
      edges("start > each", "each:error > mend"),
    ),
    payload: { t: text(100_000) },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ...Array.from({ length: 11 }, (_, index) => `each[${index}]/a completed`),
        "each failed error",
        "mend completed",
      ],
      inputs: { mend: { code: "OUTPUT_TOO_LARGE" } },
    },
  },
  {
    name: "port-that-a-node-type-does-not-have-fails-the-step",
    rule: 3,
    meets: [6],
    picture: "start ─▶ a(ends on nowhere) ─▶ b",
    graph: graph([start, probe("a", { port: "nowhere" }), probe("b")], edges("start > a > b")),
    expect: { status: "failed", failureCode: "PORT_UNKNOWN", steps: ["start completed", "a failed", "b notReached"] },
  },
  {
    name: "concurrency-that-is-no-number-of-one-or-more-fails-the-loop",
    rule: 10,
    meets: [6],
    picture: "start ─▶ each(0 at a time) [1] │ a │",
    graph: graph(
      [start, inside(node("each", "for_each", { items: [1], concurrency: "{{ payload.n }}" }), probe("a"))],
      edges("start > each"),
    ),
    payload: { n: 0 },
    expect: { status: "failed", failureCode: "INPUT_INVALID", steps: ["start completed", "each failed"] },
  },
  {
    name: "container-with-nothing-in-it-ends-at-once",
    rule: 5,
    meets: [2],
    picture: "start ─▶ both │ │ ─▶ after",
    graph: graph([start, node("both", "parallel"), probe("after")], edges("start > both > after")),
    expect: { status: "completed", steps: ["start completed", "both completed", "after completed"] },
  },
  {
    name: "steps-that-never-answer-a-cancel-end-with-their-outcome-unknown",
    rule: 7,
    meets: [11],
    picture: "start ─▶ a(deaf, 11 s)      ✂",
    graph: graph([start, probe("a", { takesMs: 11_000, deaf: true })], edges("start > a")),
    cancelAfterMs: 300,
    cancelOnce: "a scheduled",
    expect: {
      status: "cancelled",
      steps: ["start completed", "a cancelled"],
      failures: { a: "CANCEL_OUTCOME_UNKNOWN" },
    },
  },
  {
    name: "for-each-over-too-many-items-fails-at-its-place",
    rule: 10,
    meets: [6],
    picture: "start ─▶ each [0..100,000] │ a │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(node("each", "for_each", { items: "{{ payload.list }}" }), probe("a")),
        probe("mend", { code: "{{ steps.each.error.code }}" }),
      ],
      edges("start > each", "each:error > mend"),
    ),
    payload: { list: Array.from({ length: 100_001 }, () => 0) },
    expect: {
      status: "completed",
      steps: ["start completed", "each failed error", "mend completed"],
      inputs: { mend: { code: "TOO_MANY_ITEMS" } },
    },
  },
  {
    name: "repeat-more-often-than-a-loop-may-fails-at-its-place",
    rule: 10,
    meets: [6],
    picture: "start ─▶ loop ×1,000,001 │ a │",
    graph: graph(
      [start, inside(node("loop", "repeat", { times: "{{ payload.n }}" }), probe("a"))],
      edges("start > loop"),
    ),
    payload: { n: 1_000_001 },
    expect: { status: "failed", failureCode: "INPUT_INVALID", steps: ["start completed", "loop failed"] },
  },
];
