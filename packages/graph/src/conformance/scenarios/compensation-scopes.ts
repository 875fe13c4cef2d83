import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;
const undone = (id: string, data = {}) => probe(id, data, { compensate: `un${id}` });

/** Compensation in containers, and of containers whose surrounding scope fails (rule 8). */
export const compensationScopeScenarios: readonly Scenario[] = [
  {
    name: "compensation-undoes-each-round-of-a-loop",
    rule: 8,
    meets: [5, 6, 12],
    picture: "start ─▶ each [1,2,3] │ a↺una │ ─▶ bad fails",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2, 3] }),
          undone("a", { give: "{{ item }}" }),
          probe("una", { item: "{{ item }}", gave: "{{ steps.a }}" }),
        ),
        failing("bad", { code: "NO_LUCK" }),
      ],
      edges("start > each > bad"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: [
        "start completed",
        "each[0]/a completed",
        "each[1]/a completed",
        "each[2]/a completed",
        "each completed",
        "bad failed",
        "each[2]/a!una completed",
        "each[1]/a!una completed",
        "each[0]/a!una completed",
      ],
      inputs: { "each[1]/a!una": { item: 2, gave: 2 } },
    },
  },
  {
    name: "compensation-inside-an-item-that-fails-undoes-that-item-alone",
    rule: 8,
    meets: [5, 6],
    picture: "start ─▶ each(continue) [0,-1] │ try(undo on fail) │ a↺una ─▶ b fails on -1 │ │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, -1], onItemError: "continue" }),
          inside(
            node("try", "try", { compensate: "onFail" }),
            undone("a"),
            probe("una"),
            probe("b", { failTimes: "{{ item }}", permanent: true }),
          ),
        ),
      ],
      edges("start > each", "a > b"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: [
        "start completed",
        "each[0]/try/a completed",
        "each[0]/try/b completed",
        "each[0]/try completed",
        "each[1]/try/a completed",
        "each[1]/try/b failed",
        "each[1]/try/a!una completed",
        "each[1]/try failed",
        "each completed",
      ],
    },
  },
  {
    name: "compensation-of-parallel-branches-goes-one-by-one",
    rule: 8,
    meets: [1, 6],
    picture: "start ─▶ both(undo on fail) │ a↺una(200);  b(300)↺unb;  bad(600) fails │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(
          node("both", "parallel", { compensate: "onFail" }),
          undone("a"),
          undone("b", { takesMs: 300, after: "both/a completed" }),
          failing("bad", { takesMs: 600, after: "both/b completed" }),
          probe("una", { takesMs: 100 }),
          probe("unb", { takesMs: 200 }),
        ),
        probe("mend"),
      ],
      edges("start > both", "both:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "both/a completed",
        "both/b completed",
        "both/bad failed",
        "both/b!unb completed",
        "both/a!una completed",
        "both failed error",
        "mend completed",
      ],
    },
  },
  {
    name: "compensation-done-by-a-scope-is-not-done-again",
    rule: 8,
    meets: [6],
    picture: "start ─▶ try(undo on fail) │ a↺una ─▶ bad fails │ ─catch▶ worse fails",
    graph: graph(
      [
        start,
        inside(node("try", "try", { compensate: "onFail" }), undone("a"), probe("una"), failing("bad")),
        failing("worse", { code: "WORSE" }),
      ],
      edges("start > try", "a > bad", "try:catch > worse"),
    ),
    expect: {
      status: "failed",
      failureCode: "WORSE",
      steps: [
        "start completed",
        "try/a completed",
        "try/bad failed",
        "try/a!una completed",
        "try completed catch",
        "worse failed",
      ],
    },
  },
  {
    name: "compensation-does-not-run-at-an-end-that-terminates",
    rule: 8,
    meets: [5, 7],
    picture: "start ─▶ a↺una ─▶ stop(terminate);  start ─▶ wait 1h",
    graph: graph(
      [
        start,
        undone("a"),
        probe("una"),
        node("stop", "end", { output: 1, terminate: true }),
        node("wait", "delay", { ms: hour }),
      ],
      edges("start > a > stop", "start > wait"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "stop completed", "wait cancelled"],
      output: { stop: 1 },
    },
  },
  {
    name: "compensation-node-is-no-root-of-its-scope",
    rule: 2,
    meets: [8],
    picture: "a↺una ─▶ b      no start; una is not where it begins",
    graph: graph([undone("a"), probe("b"), probe("una")], edges("a > b")),
    expect: { status: "completed", steps: ["a completed", "b completed"] },
  },
  {
    name: "compensation-of-a-container-comes-before-that-of-what-is-in-it",
    rule: 8,
    meets: [5, 6],
    picture: "start ─▶ both↺unboth │ a↺una │ ─▶ bad fails",
    graph: graph(
      [
        start,
        inside(node("both", "parallel", {}, { compensate: "unboth" }), undone("a", { give: 3 }), probe("una")),
        probe("unboth", { a: "{{ steps.both.a }}" }),
        failing("bad", { code: "NO_LUCK" }),
      ],
      edges("start > both > bad"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: [
        "start completed",
        "both/a completed",
        "both completed",
        "bad failed",
        "both!unboth completed",
        "both/a!una completed",
      ],
      inputs: { "both!unboth": { a: 3 } },
    },
  },
  {
    name: "compensation-in-a-failing-race-branch-waits-for-no-other-branch",
    rule: 8,
    meets: [3, 6],
    picture: "start ─▶ race(continue) │ a↺una ─▶ bad fails;  slow(go) │      go comes when una is through",
    graph: graph(
      [
        start,
        inside(
          node("race", "race", { onBranchError: "continue" }),
          undone("a"),
          failing("bad"),
          node("slow", "wait_for_signal", { name: "go" }),
          probe("una"),
        ),
      ],
      edges("start > race", "a > bad"),
    ),
    signals: [{ afterMs: 300, once: "race/a!una completed", name: "go", payload: null }],
    expect: {
      status: "completedWithErrors",
      steps: [
        "start completed",
        "race/a completed",
        "race/bad failed",
        "race/a!una completed",
        "race/slow completed",
        "race completed",
      ],
    },
  },
];
