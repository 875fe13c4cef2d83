import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

/** `for_each` with items that fail, and `for_each` that is cancelled (rules 3, 6 and 7). */
export const forEachFailureScenarios: readonly Scenario[] = [
  {
    name: "for-each-over-no-list-fails-at-its-place",
    rule: 10,
    meets: [6],
    picture: "start ─▶ each {…} │ a │ ─▶ after",
    graph: graph(
      [start, inside(node("each", "for_each", { items: "{{ payload.lead }}" }), probe("a")), probe("after")],
      edges("start > each > after"),
    ),
    payload: { lead: { name: "Ada" } },
    expect: {
      status: "failed",
      failureCode: "ITEMS_NOT_A_LIST",
      steps: ["start completed", "each failed", "after notReached"],
    },
  },
  {
    name: "for-each-stops-at-the-first-item-that-fails",
    rule: 6,
    meets: [5, 7, 12],
    picture: `
      start ─▶ each(2 at a time) [slow, bad, never] ─▶ after
              │ a ─▶ b │`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: "{{ payload.list }}", concurrency: 2 }),
          probe("a", { takesMs: "{{ item.ms }}", failTimes: "{{ item.fails }}", permanent: true, code: "BAD_ITEM" }),
          probe("b"),
        ),
        probe("after"),
      ],
      edges("start > each > after", "a > b"),
    ),
    payload: {
      list: [
        { ms: 60_000, fails: 0 },
        { ms: 200, fails: -1 },
        { ms: 0, fails: 0 },
      ],
    },
    expect: {
      status: "failed",
      failureCode: "BAD_ITEM",
      steps: [
        "start completed",
        "each[1]/a failed",
        "each[1]/b notReached",
        "each[0]/a cancelled",
        "each[0]/b notReached",
        "each failed",
        "after notReached",
      ],
      failures: { each: "BAD_ITEM" },
    },
  },
  {
    name: "for-each-goes-on-at-an-items-error-and-collects-it",
    rule: 6,
    meets: [5],
    picture: `
      start ─▶ each(continue) [0,1,0] ─▶ after
              │ a fails on 1 │`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, -1, 0], onItemError: "continue", result: "{{ index }}" }),
          probe("a", { failTimes: "{{ item }}", permanent: true, code: "BAD_ITEM" }),
        ),
        probe("after", {
          index: "{{ steps.each.errors[0].index }}",
          code: "{{ steps.each.errors[0].error.code }}",
          path: "{{ steps.each.errors[0].error.path }}",
          results: "{{ steps.each.results }}",
        }),
      ],
      edges("start > each > after"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: [
        "start completed",
        "each[0]/a completed",
        "each[1]/a failed",
        "each[2]/a completed",
        "each completed",
        "after completed",
      ],
      inputs: { after: { index: 1, code: "BAD_ITEM", path: "each[1]/a", results: [0, null, 2] } },
    },
  },
  {
    name: "for-each-continues-when-all-items-fail",
    rule: 6,
    meets: [1],
    picture: "start ─▶ each(continue, 2 at a time) [1,2] │ a fails │",
    graph: graph(
      [
        start,
        inside(node("each", "for_each", { items: [1, 2], onItemError: "continue", concurrency: 2 }), failing("a")),
      ],
      edges("start > each"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: ["start completed", ["each[0]/a failed", "each[1]/a failed"], "each completed"],
    },
  },
  {
    name: "for-each-hands-its-failure-to-an-error-edge",
    rule: 3,
    meets: [6],
    picture: "start ─▶ each [1] │ a fails │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(node("each", "for_each", { items: [1] }), failing("a", { code: "BAD_ITEM" })),
        probe("mend", { code: "{{ steps.each.error.code }}" }),
        probe("after"),
      ],
      edges("start > each > after", "each:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/a failed", "each failed error", "after skipped", "mend completed"],
      inputs: { mend: { code: "BAD_ITEM" } },
    },
  },
  {
    name: "for-each-with-on-error-continue-goes-on-with-the-error",
    rule: 3,
    meets: [6],
    picture: "start ─▶ each(onError continue) [1] │ a fails │ ─▶ after",
    graph: graph(
      [
        start,
        inside(node("each", "for_each", { items: [1] }, { onError: "continue" }), failing("a", { code: "BAD_ITEM" })),
        probe("after", { code: "{{ steps.each.error.code }}" }),
      ],
      edges("start > each > after"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: ["start completed", "each[0]/a failed", "each failed", "after completed"],
      inputs: { after: { code: "BAD_ITEM" } },
    },
  },
  {
    name: "for-each-takes-the-error-edge-inside-an-item",
    rule: 3,
    meets: [5, 12],
    picture: `
      start ─▶ each [0,-1]
              │ a ─▶ fine          │
              │ └─error▶ mend      │`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, -1] }),
          probe("a", { failTimes: "{{ item }}", permanent: true }),
          probe("fine"),
          probe("mend", { give: "{{ steps.a.error.path }}" }),
        ),
      ],
      edges("start > each", "a > fine", "a:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/a completed",
        "each[0]/mend skipped",
        "each[0]/fine completed",
        "each[1]/a failed error",
        "each[1]/fine skipped",
        "each[1]/mend completed",
        "each completed",
      ],
      output: { each: { results: [{ fine: { attempt: 1 } }, { mend: "each[1]/a" }], errors: [], count: 2 } },
    },
  },
  {
    name: "for-each-with-a-node-that-continues-on-error-ends-with-errors",
    rule: 3,
    meets: [5],
    picture: "start ─▶ each [1] │ a(continue) fails ─▶ b │",
    graph: graph(
      [start, inside(node("each", "for_each", { items: [1] }), failing("a", {}, { onError: "continue" }), probe("b"))],
      edges("start > each", "a > b"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: ["start completed", "each[0]/a failed", "each[0]/b completed", "each completed"],
    },
  },
  {
    name: "for-each-retries-a-step-of-an-item-alone",
    rule: 3,
    meets: [12],
    picture: "start ─▶ each(2 at a time) [0,2] │ a fails item times │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, 2], concurrency: 2, result: "{{ steps.a.attempt }}" }),
          probe("a", { failTimes: "{{ item }}" }),
        ),
      ],
      edges("start > each"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/a completed", "each[1]/a completed", "each completed"],
      output: { each: { results: [1, 3], errors: [], count: 2 } },
    },
  },
  {
    name: "for-each-item-with-no-items-field-fails-the-node-that-reads-it",
    rule: 10,
    meets: [6],
    picture: "start ─▶ each payload.absent │ a │",
    graph: graph(
      [start, inside(node("each", "for_each", { items: "{{ payload.absent }}" }), probe("a"))],
      edges("start > each"),
    ),
    expect: { status: "failed", failureCode: "EXPRESSION_PATH_MISSING", steps: ["start completed", "each failed"] },
  },
  {
    name: "for-each-cancelled-in-the-middle-begins-no-further-item",
    rule: 7,
    meets: [1, 5],
    picture: "start ─▶ each [0,1h,0] │ wait ─▶ a │        ✂ while item 1 waits",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, 3_600_000, 0] }),
          node("wait", "delay", { ms: "{{ item }}" }),
          probe("a"),
        ),
      ],
      edges("start > each", "wait > a"),
    ),
    cancelAfterMs: 400,
    cancelOnce: "each[1]/wait waiting",
    expect: {
      status: "cancelled",
      steps: [
        "start completed",
        "each[0]/wait completed",
        "each[0]/a completed",
        "each[1]/wait cancelled",
        "each[1]/a notReached",
        "each cancelled",
      ],
    },
  },
  {
    name: "for-each-attaches-what-failed-while-it-was-stopping",
    rule: 6,
    meets: [5, 7],
    picture: "start ─▶ each(2 at a time) [0,1] │ a(deaf) fails, the second later │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: ["FIRST", "SECOND"], concurrency: 2 }),
          failing("a", {
            code: "{{ item }}",
            takesMs: "{{ 100 + index * 400 }}",
            after: "{{ index == 1 ? 'each[0]/a failed' : '' }}",
            deaf: true,
          }),
        ),
      ],
      edges("start > each"),
    ),
    expect: {
      status: "failed",
      failureCode: "FIRST",
      others: ["SECOND"],
      steps: ["start completed", "each[0]/a failed", "each[1]/a cancelled", "each failed"],
    },
  },
];
