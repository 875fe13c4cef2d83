import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const given = (output: unknown, port = "out") => ({ port, output: output as never });

/** Reruns: nodes of the top level end at once with the outputs of an earlier execution (rules 3, 8 and 12). */
export const seedScenarios: readonly Scenario[] = [
  {
    name: "seeded-steps-end-at-once-with-what-they-gave-before",
    rule: 12,
    meets: [3],
    picture: "start* ─▶ a* ─▶ b ─▶ c      * seeded",
    graph: graph([start, failing("a"), probe("b", { v: "{{ steps.a.v }}" }), probe("c")], edges("start > a > b > c")),
    seed: { start: given({}), a: given({ v: 5 }) },
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "c completed"],
      inputs: { b: { v: 5 } },
    },
  },
  {
    name: "seeded-set-writes-its-variables",
    rule: 12,
    meets: [3],
    picture: "start* ─▶ set x* ─▶ a(vars.x)      * seeded",
    graph: graph(
      [start, node("set", "set", { values: { x: "{{ payload.n }}" } }), probe("a", { x: "{{ vars.x }}" })],
      edges("start > set > a"),
    ),
    seed: { start: given({}), set: given({ x: 7 }) },
    expect: {
      status: "completed",
      steps: ["start completed", "set completed", "a completed"],
      inputs: { a: { x: 7 } },
    },
  },
  {
    name: "seeded-branch-goes-the-way-it-went-before",
    rule: 3,
    meets: [4, 12],
    picture: "start* ─▶ pick* ─left▶ a;  ─right▶ b",
    graph: graph(
      [start, probe("pick", { port: "right" }), probe("a"), probe("b")],
      edges("start > pick", "pick:left > a", "pick:right > b"),
    ),
    seed: { start: given({}), pick: given(1, "left") },
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed left", "b skipped", "a completed"],
    },
  },
  {
    name: "seeded-container-runs-nothing-of-what-is-in-it",
    rule: 5,
    meets: [12],
    picture: "start* ─▶ each* │ a │ ─▶ after",
    graph: graph(
      [
        start,
        inside(node("each", "for_each", { items: [1, 2] }), failing("a")),
        probe("after", { r: "{{ steps.each.results }}" }),
      ],
      edges("start > each > after"),
    ),
    seed: { start: given({}), each: given({ results: ["x"], errors: [], count: 1 }) },
    expect: {
      status: "completed",
      steps: ["start completed", "each completed", "after completed"],
      inputs: { after: { r: ["x"] } },
    },
  },
  {
    name: "seeded-steps-are-not-undone",
    rule: 8,
    meets: [6, 12],
    picture: "start* ─▶ a*↺una ─▶ b↺unb ─▶ bad fails",
    graph: graph(
      [
        start,
        probe("a", {}, { compensate: "una" }),
        probe("b", {}, { compensate: "unb" }),
        failing("bad", { code: "NO_LUCK" }),
        probe("una"),
        probe("unb"),
      ],
      edges("start > a > b > bad"),
    ),
    seed: { start: given({}), a: given(1) },
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "a completed", "b completed", "bad failed", "b!unb completed"],
    },
  },
  {
    name: "seeded-wait-does-not-wait",
    rule: 11,
    meets: [12],
    picture: "start* ─▶ wait 1h* ─▶ ask* ─approved▶ a",
    graph: graph(
      [
        start,
        node("wait", "delay", { ms: "1h" }),
        node("ask", "approval", {}),
        probe("a", { by: "{{ steps.ask.by }}" }),
      ],
      edges("start > wait > ask", "ask:approved > a"),
    ),
    seed: {
      start: given({}),
      wait: given({ ms: 3_600_000 }),
      ask: given({ decision: "approved", by: "kim", data: null, at: "2026-01-01T00:00:00.000Z" }, "approved"),
    },
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed", "ask completed approved", "a completed"],
      inputs: { a: { by: "kim" } },
    },
  },
  {
    name: "seeded-path-beside-one-that-runs-joins-it",
    rule: 4,
    meets: [1, 12],
    picture: "start* ─▶ a* ─▶ join;  start ─▶ b ─▶ join",
    graph: graph(
      [start, failing("a"), probe("b"), probe("join", { a: "{{ steps.a }}" })],
      edges("start > a > join", "start > b > join"),
    ),
    seed: { start: given({}), a: given("old") },
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "join completed"],
      inputs: { join: { a: "old" } },
    },
  },
  {
    name: "seeded-try-takes-finally-too",
    rule: 3,
    meets: [6, 12],
    picture: "start* ─▶ try* ─catch▶ mend;  ─finally▶ tidy",
    graph: graph(
      [
        start,
        inside(node("try", "try"), probe("a")),
        probe("after"),
        probe("mend", { c: "{{ steps.try.error.code }}" }),
        probe("tidy"),
      ],
      edges("start > try > after", "try:catch > mend", "try:finally > tidy"),
    ),
    seed: { start: given({}), try: given({ error: { code: "OLD" } }, "catch") },
    expect: {
      status: "completed",
      steps: ["start completed", "try completed catch", "after skipped", ["mend completed", "tidy completed"]],
      inputs: { mend: { c: "OLD" } },
    },
  },
  {
    name: "seeded-failure-goes-by-its-error-edge",
    rule: 3,
    meets: [12],
    picture: "start* ─▶ a* ─error▶ mend",
    graph: graph(
      [start, probe("a"), probe("after"), probe("mend", { c: "{{ steps.a.error.code }}" })],
      edges("start > a > after", "a:error > mend"),
    ),
    seed: { start: given({}), a: given({ error: { code: "OLD" } }, "error") },
    expect: {
      status: "completed",
      steps: ["start completed", "a completed error", "after skipped", "mend completed"],
      inputs: { mend: { c: "OLD" } },
    },
  },
];
