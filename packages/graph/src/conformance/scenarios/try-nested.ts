import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;

/** `try` inside and around other constructs, and what it compensates (rules 6 and 8). */
export const tryNestedScenarios: readonly Scenario[] = [
  {
    name: "try-inside-try-fails-the-outer-one-only-where-it-does-not-catch",
    rule: 6,
    meets: [12],
    picture: `
      start ─▶ outer ─catch▶ mend
              │ inner ─catch▶ worse fails │
              │  │ bad fails │            │`,
    graph: graph(
      [
        start,
        inside(
          node("outer", "try"),
          inside(node("inner", "try"), failing("bad", { code: "FIRST" })),
          failing("worse", { code: "SECOND" }),
        ),
        probe("mend", { code: "{{ steps.outer.error.code }}" }),
      ],
      edges("start > outer", "outer:catch > mend", "inner:catch > worse"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "outer/inner/bad failed",
        "outer/inner completed catch",
        "outer/worse failed",
        "outer completed catch",
        "mend completed",
      ],
      inputs: { mend: { code: "SECOND" } },
    },
  },
  {
    name: "try-inside-each-item-mends-that-item-alone",
    rule: 6,
    meets: [3, 5, 12],
    picture: `
      start ─▶ each [0,-1]
              │ try ─out▶ fine;  ─catch▶ mend │
              │  │ a fails on -1 │            │`,
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, -1] }),
          inside(node("try", "try"), probe("a", { failTimes: "{{ item }}", permanent: true })),
          probe("fine"),
          probe("mend"),
        ),
      ],
      edges("start > each", "try > fine", "try:catch > mend"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/try/a completed",
        "each[0]/try completed",
        "each[0]/mend skipped",
        "each[0]/fine completed",
        "each[1]/try/a failed",
        "each[1]/try completed catch",
        "each[1]/fine skipped",
        "each[1]/mend completed",
        "each completed",
      ],
    },
  },
  {
    name: "try-inside-an-item-that-may-fail-leaves-no-error-behind",
    rule: 6,
    meets: [5],
    picture: "start ─▶ each(continue) [-1,-1] │ try │ a fails │ ─catch▶ again fails on index 1 │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, -1], onItemError: "continue" }),
          inside(node("try", "try"), failing("a", { code: "FIRST" })),
          probe("again", { failTimes: "{{ item }}", permanent: true, code: "SECOND" }),
        ),
        probe("after", { errors: "{{ steps.each.errors.map(e, e.error.code) }}" }),
      ],
      edges("start > each > after", "try:catch > again"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: [
        "start completed",
        "each[0]/try/a failed",
        "each[0]/try completed catch",
        "each[0]/again completed",
        "each[1]/try/a failed",
        "each[1]/try completed catch",
        "each[1]/again failed",
        "each completed",
        "after completed",
      ],
      inputs: { after: { errors: ["SECOND"] } },
    },
  },
  {
    name: "try-around-parallel-catches-what-fails-in-one-branch",
    rule: 6,
    meets: [7],
    picture: `
      start ─▶ try ─catch▶ mend
              │ both             │
              │  │ bad fails     │
              │  │ wait 1h ─▶ b  │`,
    graph: graph(
      [
        start,
        inside(
          node("try", "try"),
          inside(
            node("both", "parallel"),
            failing("bad", { code: "NO_LUCK" }),
            node("wait", "delay", { ms: hour }),
            probe("b"),
          ),
        ),
        probe("mend", { path: "{{ steps.try.error.path }}" }),
      ],
      edges("start > try", "try:catch > mend", "wait > b"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "try/both/bad failed",
        "try/both/wait cancelled",
        "try/both/b notReached",
        "try/both failed",
        "try completed catch",
        "mend completed",
      ],
      inputs: { mend: { path: "try/both/bad" } },
    },
  },
  {
    name: "try-catches-a-join-that-cannot-be-met",
    rule: 4,
    meets: [6],
    picture: "start ─▶ try │ a, pick ─left▶ b ─▶ join(2) │ ─catch▶ mend",
    graph: graph(
      [
        start,
        inside(
          node("try", "try"),
          probe("a"),
          probe("pick", { port: "right" }),
          probe("b"),
          probe("join", {}, { join: { count: 2 } }),
        ),
        probe("mend", { code: "{{ steps.try.error.code }}" }),
      ],
      edges("start > try", "a > join", "pick:left > b > join", "try:catch > mend"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        ["try/a completed", "try/pick completed right", "try/b skipped"],
        "try/join failed",
        "try completed catch",
        "mend completed",
      ],
      inputs: { mend: { code: "JOIN_UNMET" } },
    },
  },
  {
    name: "try-catches-an-expression-that-fails",
    rule: 10,
    meets: [6],
    picture: "start ─▶ try │ a reads payload.absent │ ─catch▶ mend",
    graph: graph(
      [
        start,
        inside(node("try", "try"), probe("a", { x: "{{ payload.absent }}" })),
        probe("mend", { code: "{{ steps.try.error.code }}" }),
      ],
      edges("start > try", "try:catch > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "try/a failed", "try completed catch", "mend completed"],
      inputs: { mend: { code: "EXPRESSION_PATH_MISSING" } },
    },
  },
  {
    name: "try-catches-the-authors-own-failure",
    rule: 5,
    meets: [6],
    picture: "start ─▶ try │ no(fail) │ ─catch▶ mend",
    graph: graph(
      [
        start,
        inside(node("try", "try"), node("no", "fail", { code: "TOO_COLD", message: "score {{ payload.score }}" })),
        probe("mend", { message: "{{ steps.try.error.message }}" }),
      ],
      edges("start > try", "try:catch > mend"),
    ),
    payload: { score: 3 },
    expect: {
      status: "completed",
      steps: ["start completed", "try/no failed", "try completed catch", "mend completed"],
      inputs: { mend: { message: "score 3" } },
    },
  },
  {
    name: "try-does-not-catch-a-cancel",
    rule: 7,
    meets: [3, 6],
    picture: "start ─▶ try │ wait 1h │ ─catch▶ mend;  ─finally▶ tidy        ✂",
    graph: graph(
      [start, inside(node("try", "try"), node("wait", "delay", { ms: hour })), probe("mend"), probe("tidy")],
      edges("start > try", "try:catch > mend", "try:finally > tidy"),
    ),
    cancelAfterMs: 300,
    cancelOnce: "try/wait waiting",
    expect: {
      status: "cancelled",
      steps: ["start completed", "try/wait cancelled", "try cancelled", "mend notReached", "tidy notReached"],
    },
  },
  {
    name: "try-keeps-what-it-completed-for-the-executions-end",
    rule: 8,
    meets: [6],
    picture: "start ─▶ try │ pay↺refund ─▶ bad fails │ ─catch▶ mend ─▶ worse fails",
    graph: graph(
      [
        start,
        inside(node("try", "try"), probe("pay", {}, { compensate: "refund" }), probe("refund"), failing("bad")),
        probe("mend"),
        failing("worse", { code: "WORSE" }),
      ],
      edges("start > try", "pay > bad", "try:catch > mend > worse"),
    ),
    expect: {
      status: "failed",
      failureCode: "WORSE",
      steps: [
        "start completed",
        "try/pay completed",
        "try/bad failed",
        "try completed catch",
        "mend completed",
        "worse failed",
        "try/pay!refund completed",
      ],
    },
  },
  {
    name: "try-that-keeps-undoes-nothing-when-the-execution-completes",
    rule: 8,
    meets: [6],
    picture: "start ─▶ try │ pay↺refund ─▶ bad fails │ ─catch▶ mend",
    graph: graph(
      [
        start,
        inside(node("try", "try"), probe("pay", {}, { compensate: "refund" }), probe("refund"), failing("bad")),
        probe("mend"),
      ],
      edges("start > try", "pay > bad", "try:catch > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "try/pay completed", "try/bad failed", "try completed catch", "mend completed"],
    },
  },
  {
    name: "try-that-undoes-does-so-before-its-catch",
    rule: 8,
    meets: [3, 6],
    picture: "start ─▶ try(undo on fail) │ pay↺refund ─▶ bad fails │ ─catch▶ mend",
    graph: graph(
      [
        start,
        inside(
          node("try", "try", { compensate: "onFail" }),
          probe("pay", {}, { compensate: "refund" }),
          probe("refund"),
          failing("bad"),
        ),
        probe("mend"),
      ],
      edges("start > try", "pay > bad", "try:catch > mend"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "try/pay completed",
        "try/bad failed",
        "try/pay!refund completed",
        "try completed catch",
        "mend completed",
      ],
    },
  },
  {
    name: "try-with-finally-in-an-item-fails-the-item-after-it",
    rule: 6,
    meets: [5, 12],
    picture: "start ─▶ each(continue) [1] │ try │ bad fails │ ─finally▶ tidy │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1], onItemError: "continue" }),
          inside(node("try", "try"), failing("bad", { code: "NO_LUCK" })),
          probe("tidy"),
        ),
        probe("after", { code: "{{ steps.each.errors[0].error.code }}" }),
      ],
      edges("start > each > after", "try:finally > tidy"),
    ),
    expect: {
      status: "completedWithErrors",
      steps: [
        "start completed",
        "each[0]/try/bad failed",
        "each[0]/try failed",
        "each[0]/tidy completed",
        "each completed",
        "after completed",
      ],
      inputs: { after: { code: "NO_LUCK" } },
    },
  },
];
