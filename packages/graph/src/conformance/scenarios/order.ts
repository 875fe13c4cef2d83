import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const many = 2_600;

/** The order of work, yields, and what is frozen at publish (rules 1, 4 and 14). */
export const orderScenarios: readonly Scenario[] = [
  {
    name: "order-of-visits-is-first-in-first-out",
    rule: 1,
    picture: "start ─▶ a ─▶ c;  start ─▶ b ─▶ d      breadth first",
    graph: graph(
      [start, ...["a", "b", "c", "d"].map((id) => node(id, "transform", { output: id }))],
      edges("start > a > c", "start > b > d"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "c completed", "d completed"],
    },
  },
  {
    name: "order-goes-by-the-edges-as-the-graph-lists-them",
    rule: 1,
    picture: "start ─▶ b, a      the edge to b is listed first",
    graph: graph(
      [start, node("a", "transform", { output: 1 }), node("b", "transform", { output: 2 })],
      edges("start > b", "start > a"),
    ),
    expect: { status: "completed", steps: ["start completed", "b completed", "a completed"] },
  },
  {
    name: "order-inside-containers-goes-on-breadth-first",
    rule: 1,
    meets: [5, 12],
    picture: "start ─▶ x │ a ─▶ b │;  start ─▶ y │ c ─▶ d │",
    graph: graph(
      [
        start,
        inside(node("x", "parallel"), node("a", "transform", { output: 1 }), node("b", "transform", { output: 2 })),
        inside(node("y", "parallel"), node("c", "transform", { output: 3 }), node("d", "transform", { output: 4 })),
      ],
      edges("start > x", "start > y", "a > b", "c > d"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "x/a completed",
        "y/c completed",
        "x/b completed",
        "x completed",
        "y/d completed",
        "y completed",
      ],
    },
  },
  {
    name: "order-holds-across-a-yield",
    rule: 1,
    meets: [5],
    picture: `start ─▶ each [0..${many - 1}] │ a ─▶ b ─▶ c │ ─▶ after      over 10,000 visits`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: "{{ payload.list }}", result: "{{ index }}" }),
          ...["a", "b", "c"].map((id) => node(id, "transform", { output: 0 })),
        ),
        probe("after", { last: `{{ steps.each.results[${many - 1}] }}`, count: "{{ steps.each.count }}" }),
      ],
      edges("start > each > after", "a > b > c"),
    ),
    payload: { list: Array.from({ length: many }, () => 0) },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ...Array.from({ length: many }, (_, index) =>
          ["a", "b", "c"].map((id) => `each[${index}]/${id} completed`),
        ).flat(),
        "each completed",
        "after completed",
      ],
      inputs: { after: { last: many - 1, count: many } },
    },
  },
  {
    name: "cancel-reaches-everything-that-is-open-in-nested-rounds",
    rule: 7,
    meets: [1, 5, 12],
    picture: "start ─▶ loop ×3 │ each(10 at a time) [1,2] │ wait 1h │ │        ✂",
    graph: graph(
      [
        start,
        inside(
          node("loop", "repeat", { times: 3 }),
          inside(
            node("each", "for_each", { items: "{{ payload.list }}", concurrency: 10 }),
            node("wait", "delay", { ms: "1h" }),
          ),
        ),
      ],
      edges("start > loop"),
    ),
    payload: { list: [1, 2] },
    cancelAfterMs: 400,
    cancelOnce: "loop[0]/each[1]/wait waiting",
    expect: {
      status: "cancelled",
      steps: [
        "start completed",
        ["loop[0]/each[0]/wait cancelled", "loop[0]/each[1]/wait cancelled"],
        "loop[0]/each cancelled",
        "loop cancelled",
      ],
    },
  },
  {
    name: "join-any-inside-a-round-fires-anew-in-each",
    rule: 4,
    meets: [5, 12],
    picture: "start ─▶ loop ×2 │ quick, slow(300) ─▶ join(any) │",
    graph: graph(
      [
        start,
        inside(
          node("loop", "repeat", { times: 2 }),
          probe("quick"),
          probe("slow", { takesMs: 300, after: "loop[{{ index }}]/join completed" }),
          probe("join", {}, { join: "any" }),
        ),
      ],
      edges("start > loop", "quick > join", "slow > join"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ...[0, 1].flatMap((index) => [
          `loop[${index}]/quick completed`,
          `loop[${index}]/join completed`,
          `loop[${index}]/slow completed`,
        ]),
        "loop completed",
      ],
    },
  },
  {
    name: "join-count-inside-an-item-that-cannot-be-met-fails-that-item",
    rule: 4,
    meets: [5, 6],
    picture: "start ─▶ each(continue) [left,right] │ a, pick ─left▶ b ─▶ join(2) │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: ["left", "right"], onItemError: "continue" }),
          probe("a"),
          probe("pick", { port: "{{ item }}" }),
          probe("b"),
          probe("join", {}, { join: { count: 2 } }),
        ),
        probe("after", { code: "{{ steps.each.errors[0].error.code }}" }),
      ],
      edges("start > each > after", "a > join", "pick:left > b > join"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: [
        "start completed",
        ["each[0]/a completed", "each[0]/pick completed left", "each[0]/b completed"],
        "each[0]/join completed",
        ["each[1]/a completed", "each[1]/pick completed right", "each[1]/b skipped"],
        "each[1]/join failed",
        "each completed",
        "after completed",
      ],
      inputs: { after: { code: "JOIN_UNMET" } },
    },
  },
  {
    name: "join-after-containers-waits-for-them-all",
    rule: 4,
    meets: [5],
    picture: "start ─▶ x │ a │ ─▶ join;  start ─▶ y │ b(300) │ ─▶ join",
    graph: graph(
      [
        start,
        inside(node("x", "parallel"), probe("a")),
        inside(node("y", "parallel"), probe("b", { takesMs: 300, after: "x completed" })),
        probe("join"),
      ],
      edges("start > x > join", "start > y > join"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "x/a completed", "x completed", "y/b completed", "y completed", "join completed"],
    },
  },
  {
    name: "multi-merge-of-exclusive-paths-needs-no-join",
    rule: 4,
    meets: [3],
    picture: "start ─▶ pick ─left▶ a ─▶ c;  ─right▶ b ─▶ c",
    graph: graph(
      [start, probe("pick", { port: "right" }), probe("a"), probe("b"), probe("c")],
      edges("start > pick", "pick:left > a > c", "pick:right > b > c"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed right", "a skipped", "b completed", "c completed"],
    },
  },
  {
    name: "multi-choice-takes-every-way-whose-condition-holds",
    rule: 3,
    meets: [4, 10],
    picture: "start ─▶ x? ─yes▶ a ─▶ join;  start ─▶ y? ─yes▶ b ─▶ join;  start ─▶ z? ─yes▶ c ─▶ join",
    graph: graph(
      [
        start,
        ...["x", "y", "z"].map((id) =>
          node(id, "branch", {
            cases: [
              { label: "yes", condition: { var: id } },
              { label: "no", else: true },
            ],
          }),
        ),
        probe("a"),
        probe("b"),
        probe("c"),
        probe("join"),
      ],
      edges("start > x", "start > y", "start > z", "x:yes > a > join", "y:yes > b > join", "z:yes > c > join"),
    ),
    payload: { x: true, y: false, z: true },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "x completed yes",
        "y completed no",
        "z completed yes",
        ["a completed", "b skipped", "c completed"],
        "join completed",
      ],
    },
  },
  {
    name: "burst-and-step-lanes-mix-in-one-graph",
    rule: 14,
    meets: [1, 11],
    picture: "start ─▶ a(burst) ─▶ b ─▶ c(burst)",
    graph: graph(
      [start, probe("a", {}, { durability: "burst" }), probe("b"), probe("c", {}, { durability: "burst" })],
      edges("start > a > b > c"),
    ),
    expect: { status: "completed", steps: ["start completed", "a completed", "b completed", "c completed"] },
  },
  {
    name: "frozen-retries-are-those-of-the-node-then-of-its-type",
    rule: 14,
    meets: [3],
    picture: "start ─▶ once(1 attempt) ─error▶ typed(3 attempts)",
    graph: graph(
      [start, probe("once", { failTimes: 1 }, { retry: { maximumAttempts: 1 } }), probe("typed", { failTimes: 2 })],
      edges("start > once", "once:error > typed"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "once failed error", "typed completed"],
      outputs: { typed: { attempt: 3 } },
    },
  },
  {
    name: "error-codes-that-are-not-retried-end-the-step-at-once",
    rule: 14,
    meets: [3],
    picture: "start ─▶ a fails(BUSY), not retried ─error▶ mend",
    graph: graph(
      [
        start,
        probe("a", { failTimes: 1, code: "BUSY" }, { retry: { nonRetryable: ["BUSY"] } }),
        probe("mend", { code: "{{ steps.a.error.code }}" }),
      ],
      edges("start > a", "a:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "a failed error", "mend completed"],
      inputs: { mend: { code: "BUSY" } },
    },
  },
  {
    name: "escape-from-a-loop-by-a-failure-that-is-caught",
    rule: 6,
    meets: [3, 5],
    picture: "start ─▶ try │ loop ×9 │ a ─▶ enough? ─yes▶ leave(fail) │ │ ─catch▶ after",
    graph: graph(
      [
        start,
        inside(
          node("try", "try"),
          inside(
            node("loop", "repeat", { times: 9 }),
            probe("a"),
            node("enough", "branch", {
              cases: [
                { label: "yes", condition: { ">=": [{ var: "index" }, 1] } },
                { label: "no", else: true },
              ],
            }),
            node("leave", "fail", { code: "ENOUGH", message: "enough" }),
          ),
        ),
        probe("after"),
      ],
      edges("start > try", "try:catch > after", "a > enough", "enough:yes > leave"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "try/loop[0]/a completed",
        "try/loop[0]/enough completed no",
        "try/loop[0]/leave skipped",
        "try/loop[1]/a completed",
        "try/loop[1]/enough completed yes",
        "try/loop[1]/leave failed",
        "try/loop failed",
        "try completed catch",
        "after completed",
      ],
    },
  },
  {
    name: "ids-with-odd-characters-are-encoded-in-paths",
    rule: 12,
    meets: [5],
    picture: 'start ─▶ "each / one" [1] │ "a!b[0]" │',
    graph: {
      nodes: [start, ...inside(node("each / one", "for_each", { items: [1] }), probe("a!b[0]", { give: 1 }))],
      edges: [{ id: "e1", source: "start", target: "each / one" }],
    },
    expect: {
      status: "completed",
      steps: ["start completed", "each%20%2F%20one[0]/a%21b%5B0%5D completed", "each%20%2F%20one completed"],
      output: { "each / one": { results: [{ "a!b[0]": 1 }], errors: [], count: 1 } },
    },
  },
  {
    name: "several-failures-at-once-are-one-failure-with-others",
    rule: 6,
    meets: [1],
    picture: "start ─▶ a fails, b(deaf, 300) fails",
    graph: graph(
      [
        start,
        failing("a", { code: "FIRST" }),
        failing("b", { code: "SECOND", takesMs: 400, after: "a failed", deaf: true }),
      ],
      edges("start > a", "start > b"),
    ),
    expect: {
      status: "failed",
      failureCode: "FIRST",
      others: ["SECOND"],
      steps: ["start completed", "a failed", "b cancelled"],
    },
  },
];
