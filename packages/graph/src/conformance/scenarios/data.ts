import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

/** Variables, outputs and expressions in containers (rule 10). */
export const dataScenarios: readonly Scenario[] = [
  {
    name: "variable-set-in-a-loop-is-the-executions",
    rule: 10,
    meets: [5],
    picture: "start ─▶ loop ×3 │ n=index │ ─▶ after reads n",
    graph: graph(
      [
        start,
        inside(node("loop", "repeat", { times: 3 }), node("n", "set", { values: { n: "{{ index }}" } })),
        probe("after", { n: "{{ vars.n }}" }),
      ],
      edges("start > loop > after"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "loop[0]/n completed",
        "loop[1]/n completed",
        "loop[2]/n completed",
        "loop completed",
        "after completed",
      ],
      inputs: { after: { n: 2 } },
    },
  },
  {
    name: "variable-first-set-in-an-item-is-that-items-own",
    rule: 10,
    meets: [5],
    picture: "start ─▶ each(2 at a time) [1,2] │ n=item ─▶ a reads n │ ─▶ after reads n or none",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2], concurrency: 2 }),
          node("n", "set", { values: { n: "{{ item }}" } }),
          probe("a", { n: "{{ vars.n }}" }),
        ),
        probe("after", { n: "{{ vars.?n.orValue('none') }}" }),
      ],
      edges("start > each > after", "n > a"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/n completed",
        "each[1]/n completed",
        ["each[0]/a completed", "each[1]/a completed"],
        "each completed",
        "after completed",
      ],
      inputs: { "each[0]/a": { n: 1 }, "each[1]/a": { n: 2 }, after: { n: "none" } },
    },
  },
  {
    name: "variable-that-is-there-already-is-written-where-it-is",
    rule: 10,
    meets: [1, 5],
    picture: "start ─▶ zero(sum=0) ─▶ each [1,2,3] │ sum+item │ ─▶ after reads sum",
    graph: graph(
      [
        start,
        node("zero", "set", { values: { sum: 0 } }),
        inside(
          node("each", "for_each", { items: [1, 2, 3] }),
          node("add", "set", { values: { sum: "{{ vars.sum + item }}" } }),
        ),
        probe("after", { sum: "{{ vars.sum }}" }),
      ],
      edges("start > zero > each > after"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "zero completed",
        "each[0]/add completed",
        "each[1]/add completed",
        "each[2]/add completed",
        "each completed",
        "after completed",
      ],
      inputs: { after: { sum: 6 } },
    },
  },
  {
    name: "variable-of-the-outer-item-is-found-from-the-inner-one",
    rule: 10,
    meets: [5, 12],
    picture: "start ─▶ rows [1,2] │ row=item ─▶ cells [10,20] │ a reads row, sets own │ ─▶ b reads own or none │",
    graph: graph(
      [
        start,
        inside(
          node("rows", "for_each", { items: [1, 2] }),
          node("row", "set", { values: { row: "{{ item }}" } }),
          inside(
            node("cells", "for_each", { items: [10, 20] }),
            node("own", "set", { values: { own: "{{ item }}", row: "{{ vars.row + item }}" } }),
          ),
          probe("b", { row: "{{ vars.row }}", own: "{{ vars.?own.orValue('none') }}" }),
        ),
      ],
      edges("start > rows", "row > cells > b"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ...[0, 1].flatMap((index) => [
          `rows[${index}]/row completed`,
          `rows[${index}]/cells[0]/own completed`,
          `rows[${index}]/cells[1]/own completed`,
          `rows[${index}]/cells completed`,
          `rows[${index}]/b completed`,
        ]),
        "rows completed",
      ],
      inputs: { "rows[0]/b": { row: 31, own: "none" }, "rows[1]/b": { row: 32, own: "none" } },
    },
  },
  {
    name: "variable-set-in-a-loop-inside-an-item-is-the-items",
    rule: 10,
    meets: [5, 12],
    picture: "start ─▶ each [5,6] │ loop ×2 │ n=item │ ─▶ a reads n │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [5, 6] }),
          inside(node("loop", "repeat", { times: 2 }), node("n", "set", { values: { n: "{{ item + index }}" } })),
          probe("a", { n: "{{ vars.n }}" }),
        ),
        probe("after", { n: "{{ vars.?n.orValue('none') }}" }),
      ],
      edges("start > each > after", "loop > a"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ...[0, 1].flatMap((index) => [
          `each[${index}]/loop[0]/n completed`,
          `each[${index}]/loop[1]/n completed`,
          `each[${index}]/loop completed`,
          `each[${index}]/a completed`,
        ]),
        "each completed",
        "after completed",
      ],
      inputs: { "each[0]/a": { n: 6 }, "each[1]/a": { n: 7 }, after: { n: "none" } },
    },
  },
  {
    name: "variable-set-in-a-branch-of-a-race-is-the-executions",
    rule: 10,
    meets: [6],
    picture: "start ─▶ race │ n=1 ─▶ a;  wait 1h │ ─▶ after reads n",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          node("n", "set", { values: { n: 1 } }),
          probe("a"),
          node("wait", "delay", { ms: "1h" }),
        ),
        probe("after", { n: "{{ vars.n }}" }),
      ],
      edges("start > race > after", "n > a"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/n completed",
        "race/a completed",
        "race/wait cancelled",
        "race completed",
        "after completed",
      ],
      inputs: { after: { n: 1 } },
    },
  },
  {
    name: "condition-in-an-item-reads-item-index-vars-and-steps",
    rule: 10,
    meets: [3, 5],
    picture: "start ─▶ limit(2) ─▶ base ─▶ each [1,2,3] │ pick ─over▶ a │",
    graph: graph(
      [
        start,
        node("limit", "set", { values: { limit: 2 } }),
        probe("base", { give: { add: 1 } }),
        inside(
          node("each", "for_each", { items: [1, 2, 3], result: "{{ steps.pick.case }}" }),
          node("pick", "branch", {
            cases: [
              {
                label: "over",
                condition: {
                  ">": [
                    { "+": [{ var: "item" }, { var: "steps.base.add" }, { var: "index" }] },
                    { "*": [{ var: "vars.limit" }, 2] },
                  ],
                },
              },
              { label: "under", else: true },
            ],
          }),
        ),
      ],
      edges("start > limit > base > each"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "limit completed",
        "base completed",
        "each[0]/pick completed under",
        "each[1]/pick completed under",
        "each[2]/pick completed over",
        "each completed",
      ],
      output: { each: { results: ["under", "under", "over"], errors: [], count: 3 } },
    },
  },
  {
    name: "item-of-the-payload-cannot-forge-the-item-of-a-loop",
    rule: 10,
    picture: "start ─▶ each [1] │ pick by item │      the payload has an item too",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1], result: "{{ steps.pick.case }}" }),
          node("pick", "branch", {
            cases: [
              { label: "forged", condition: { "==": [{ var: "item" }, "evil"] } },
              { label: "real", else: true },
            ],
          }),
        ),
      ],
      edges("start > each"),
    ),
    payload: { item: "evil", index: 9 },
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/pick completed real", "each completed"],
      output: { each: { results: ["real"], errors: [], count: 1 } },
    },
  },
  {
    name: "template-text-in-an-item-is-not-rendered-again",
    rule: 10,
    meets: [5],
    picture: 'start ─▶ each ["{{ payload.secret }}"] │ a │',
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: "{{ payload.list }}", result: "{{ steps.a }}" }),
          probe("a", { give: "{{ item }}" }),
        ),
      ],
      edges("start > each"),
    ),
    payload: { list: ["{{ payload.secret }}"], secret: "no" },
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/a completed", "each completed"],
      output: { each: { results: ["{{ payload.secret }}"], errors: [], count: 1 } },
    },
  },
  {
    name: "result-of-an-item-that-cannot-be-rendered-fails-the-item",
    rule: 10,
    meets: [5, 6],
    picture: "start ─▶ each(continue) [{n:1},{}] │ a │      result: item.n",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [{ n: 1 }, {}], onItemError: "continue", result: "{{ item.n }}" }),
          probe("a"),
        ),
        probe("after", { results: "{{ steps.each.results }}", code: "{{ steps.each.errors[0].error.code }}" }),
      ],
      edges("start > each > after"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: ["start completed", "each[0]/a completed", "each[1]/a completed", "each completed", "after completed"],
      inputs: { after: { results: [1, null], code: "EXPRESSION_PATH_MISSING" } },
    },
  },
  {
    name: "output-of-a-failed-container-is-its-error",
    rule: 10,
    meets: [3],
    picture: "start ─▶ both │ bad fails │ ─error▶ mend reads it;  ─▶ after",
    graph: graph(
      [
        start,
        inside(node("both", "parallel"), failing("bad", { code: "NO_LUCK" })),
        node("mend", "transform", { output: "{{ steps.both.error.code + ' at ' + steps.both.error.path }}" }),
      ],
      edges("start > both", "both:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "both/bad failed", "both failed error", "mend completed"],
      output: { mend: "NO_LUCK at both/bad" },
    },
  },
  {
    name: "now-and-uuid-are-the-same-for-the-whole-of-a-step",
    rule: 11,
    meets: [10, 12],
    picture: "start ─▶ each [1,2] │ make │      ids differ by step, now is the batch's",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2], result: "{{ steps.make }}" }),
          node("make", "transform", { output: { id: "{{ uuid() }}", at: "{{ now() }}" } }),
        ),
        node("same", "transform", {
          output: {
            ids: "{{ steps.each.results[0].id == steps.each.results[1].id }}",
            moments: "{{ steps.each.results[0].at == steps.each.results[1].at }}",
          },
        }),
      ],
      edges("start > each > same"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/make completed",
        "each[1]/make completed",
        "each completed",
        "same completed",
      ],
      output: { same: { ids: false, moments: true } },
    },
  },
];
