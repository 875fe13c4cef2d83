import { edges, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

/** `for_each`: each item has a scope of its own (rules 1, 2, 5, 10 and 12). */
export const forEachScenarios: readonly Scenario[] = [
  {
    name: "for-each-runs-its-nodes-once-for-each-item",
    rule: 5,
    meets: [10, 12],
    picture: `
      start ─▶ each ─▶ after
              ┌each [10,20,30]┐
              │ a             │
              └───────────────┘`,
    graph: graph(
      [
        start,
        inside(node("each", "for_each", { items: "{{ payload.list }}" }), probe("a", { give: "{{ item + index }}" })),
        probe("after", { second: "{{ steps.each.results[1] }}", count: "{{ steps.each.count }}" }),
      ],
      edges("start > each > after"),
    ),
    payload: { list: [10, 20, 30] },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/a completed",
        "each[1]/a completed",
        "each[2]/a completed",
        "each completed",
        "after completed",
      ],
      outputs: { each: { results: [{ a: 10 }, { a: 21 }, { a: 32 }], errors: [], count: 3 } },
      inputs: { after: { second: { a: 21 }, count: 3 } },
    },
  },
  {
    name: "for-each-keeps-the-order-of-results-whatever-ends-first",
    rule: 5,
    meets: [1],
    picture: `
      start ─▶ each(3 at a time) [600,300,0]
              │ a takes item ms │`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", {
            items: "{{ payload.list }}",
            concurrency: 3,
            result: "{{ string(index) + ':' + string(steps.a) }}",
          }),
          probe("a", {
            takesMs: "{{ item }}",
            after: "{{ index < 2 ? 'each[' + string(index + 1) + ']/a completed' : '' }}",
            give: "{{ item }}",
          }),
        ),
      ],
      edges("start > each"),
    ),
    payload: { list: [600, 300, 0] },
    expect: {
      status: "completed",
      steps: ["start completed", "each[2]/a completed", "each[1]/a completed", "each[0]/a completed", "each completed"],
      output: { each: { results: ["0:600", "1:300", "2:0"], errors: [], count: 3 } },
    },
  },
  {
    name: "for-each-runs-no-more-items-at-a-time-than-it-may",
    rule: 1,
    meets: [5],
    picture: `
      start ─▶ each(2 at a time) [300,700,0]      0 and 1 begin; 2 begins when 0 ends, and ends before 1
              │ a takes item ms │`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: "{{ payload.list }}", concurrency: 2 }),
          probe("a", { takesMs: "{{ item }}", after: "{{ index == 1 ? 'each[2]/a completed' : '' }}" }),
        ),
      ],
      edges("start > each"),
    ),
    payload: { list: [300, 700, 0] },
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/a completed", "each[2]/a completed", "each[1]/a completed", "each completed"],
    },
  },
  {
    name: "for-each-goes-one-by-one-unless-told",
    rule: 1,
    picture: "start ─▶ each [200,0] │ a takes item ms │      the second waits for the first",
    graph: graph(
      [start, inside(node("each", "for_each", { items: [200, 0] }), probe("a", { takesMs: "{{ item }}" }))],
      edges("start > each"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/a completed", "each[1]/a completed", "each completed"],
    },
  },
  {
    name: "for-each-over-an-empty-list-ends-at-once",
    rule: 5,
    picture: "start ─▶ each [] │ a │ ─▶ after",
    graph: graph(
      [start, inside(node("each", "for_each", { items: "{{ payload.list }}" }), probe("a")), probe("after")],
      edges("start > each > after"),
    ),
    payload: { list: [] },
    expect: {
      status: "completed",
      steps: ["start completed", "each completed", "after completed"],
      outputs: { each: { results: [], errors: [], count: 0 } },
    },
  },
  {
    name: "for-each-takes-a-literal-list-with-templates-in-it",
    rule: 10,
    picture: 'start ─▶ each ["{{ payload.a }}", { n: 2 }] │ a │',
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: ["{{ payload.a }}", { n: "{{ payload.a + 1 }}" }], result: "{{ item }}" }),
          probe("a"),
        ),
      ],
      edges("start > each"),
    ),
    payload: { a: 1 },
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/a completed", "each[1]/a completed", "each completed"],
      output: { each: { results: [1, { n: 2 }], errors: [], count: 2 } },
    },
  },
  {
    name: "for-each-nests-and-the-nearest-item-wins",
    rule: 12,
    meets: [5, 10],
    picture: `
      start ─▶ rows [[1,2],[3]]
              │ cells [item]
              │  │ a     │  │`,
    graph: graph(
      [
        start,
        inside(
          node("rows", "for_each", { items: "{{ payload.rows }}", result: "{{ steps.cells.results }}" }),
          inside(
            node("cells", "for_each", { items: "{{ item }}", result: "{{ steps.a }}" }),
            probe("a", { give: "{{ item * 10 + index }}" }),
          ),
        ),
      ],
      edges("start > rows"),
    ),
    payload: { rows: [[1, 2], [3]] },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "rows[0]/cells[0]/a completed",
        "rows[0]/cells[1]/a completed",
        "rows[0]/cells completed",
        "rows[1]/cells[0]/a completed",
        "rows[1]/cells completed",
        "rows completed",
      ],
      output: { rows: { results: [[10, 21], [30]], errors: [], count: 2 } },
    },
  },
  {
    name: "for-each-sees-the-steps-around-it-and-its-own-alone",
    rule: 10,
    meets: [5],
    picture: `
      start ─▶ before ─▶ each(2 at a time) [1,2]
                        │ a ─▶ b reads before and its own a │`,
    graph: graph(
      [
        start,
        probe("before", { give: 100 }),
        inside(
          node("each", "for_each", { items: [1, 2], concurrency: 2 }),
          probe("a", { give: "{{ item }}" }),
          probe("b", { sum: "{{ steps.before + steps.a }}" }),
        ),
      ],
      edges("start > before > each", "a > b"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "before completed",
        ["each[0]/a completed", "each[1]/a completed", "each[0]/b completed", "each[1]/b completed"],
        "each completed",
      ],
      inputs: { "each[0]/b": { sum: 101 }, "each[1]/b": { sum: 102 } },
    },
  },
  {
    name: "for-each-branches-anew-for-each-item",
    rule: 4,
    meets: [3, 5],
    picture: `
      start ─▶ each [1,2]
              │ pick ─odd▶ a ─▶ join │
              │    └─even▶ b ───┘    │`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2], result: "{{ steps.pick.case }}" }),
          node("pick", "branch", {
            cases: [
              { label: "odd", condition: { "==": [{ "%": [{ var: "item" }, 2] }, 1] } },
              { label: "even", else: true },
            ],
          }),
          probe("a"),
          probe("b"),
          probe("join"),
        ),
      ],
      edges("start > each", "pick:odd > a > join", "pick:even > b > join"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/pick completed odd",
        "each[0]/b skipped",
        "each[0]/a completed",
        "each[0]/join completed",
        "each[1]/pick completed even",
        "each[1]/a skipped",
        "each[1]/b completed",
        "each[1]/join completed",
        "each completed",
      ],
      output: { each: { results: ["odd", "even"], errors: [], count: 2 } },
    },
  },
  {
    name: "for-each-waits-in-all-its-items-at-once",
    rule: 11,
    meets: [1],
    picture: "start ─▶ each(3 at a time) [700,400,100] │ wait item ms │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [700, 400, 100], concurrency: 3, result: "{{ steps.wait.ms }}" }),
          node("wait", "delay", { ms: "{{ item }}" }),
        ),
      ],
      edges("start > each"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[2]/wait completed",
        "each[1]/wait completed",
        "each[0]/wait completed",
        "each completed",
      ],
      output: { each: { results: [700, 400, 100], errors: [], count: 3 } },
    },
  },
  {
    name: "for-each-burst-steps-run-the-same",
    rule: 11,
    meets: [1, 5, 12, 14],
    picture: "start ─▶ each(2 at a time) [1,2,3] │ a ─▶ b │ ─▶ after      (burst)",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2, 3], concurrency: 2, result: "{{ steps.b }}" }),
          probe("a", { give: "{{ item }}" }),
          probe("b", { give: "{{ steps.a * 2 }}" }),
        ),
        probe("after", { r: "{{ steps.each.results }}" }),
      ],
      edges("start > each > after", "a > b"),
      { durability: "burst" },
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/a completed",
        "each[1]/a completed",
        "each[0]/b completed",
        "each[1]/b completed",
        "each[2]/a completed",
        "each[2]/b completed",
        "each completed",
        "after completed",
      ],
      inputs: { after: { r: [2, 4, 6] } },
    },
  },
  {
    name: "for-each-wider-than-its-list-begins-all-items",
    rule: 1,
    picture: "start ─▶ each(50 at a time) [1,2] │ a │",
    graph: graph(
      [start, inside(node("each", "for_each", { items: [1, 2], concurrency: 50 }), probe("a"))],
      edges("start > each"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", ["each[0]/a completed", "each[1]/a completed"], "each completed"],
    },
  },
  {
    name: "for-each-begins-at-all-its-nodes-without-incoming-edges",
    rule: 2,
    meets: [5],
    picture: `
      start ─▶ each [1]
              │ first ─▶ join     lonely │`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1] }),
          node("first", "transform", { output: "{{ item }}" }),
          probe("lonely"),
          probe("join"),
        ),
      ],
      edges("start > each", "first > join"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/first completed",
        ["each[0]/lonely completed", "each[0]/join completed"],
        "each completed",
      ],
    },
  },
];
