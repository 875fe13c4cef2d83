import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

/** `try`: after a failure inside, the execution continues at `catch` (rules 3 and 6). */
export const tryScenarios: readonly Scenario[] = [
  {
    name: "try-goes-on-at-out-when-all-went-well",
    rule: 3,
    meets: [5],
    picture: `
      start ─▶ try ─out▶ after
              │ a │ └─catch▶ mend`,
    graph: graph(
      [
        start,
        inside(node("try", "try"), probe("a", { give: 1 })),
        probe("after", { a: "{{ steps.try.a }}" }),
        probe("mend"),
      ],
      edges("start > try > after", "try:catch > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "try/a completed", "try completed", "mend skipped", "after completed"],
      inputs: { after: { a: 1 } },
    },
  },
  {
    name: "try-goes-on-at-catch-with-the-error-as-data",
    rule: 6,
    meets: [3, 12],
    picture: `
      start ─▶ try ─out▶ after
              │ bad fails ─▶ b │ └─catch▶ mend`,
    graph: graph(
      [
        start,
        inside(node("try", "try"), failing("bad", { code: "NO_LUCK" }), probe("b")),
        probe("after"),
        probe("mend", { code: "{{ steps.try.error.code }}", path: "{{ steps.try.error.path }}" }),
      ],
      edges("start > try > after", "try:catch > mend", "bad > b"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "try/bad failed",
        "try/b notReached",
        "try completed catch",
        "after skipped",
        "mend completed",
      ],
      inputs: { mend: { code: "NO_LUCK", path: "try/bad" } },
    },
  },
  {
    name: "try-takes-finally-after-success",
    rule: 3,
    meets: [4],
    picture: "start ─▶ try │ a │ ─out▶ after;  ─finally▶ tidy",
    graph: graph(
      [start, inside(node("try", "try"), probe("a")), probe("after"), probe("tidy")],
      edges("start > try > after", "try:finally > tidy"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "try/a completed", "try completed", ["after completed", "tidy completed"]],
    },
  },
  {
    name: "try-takes-finally-beside-catch",
    rule: 3,
    meets: [4, 6],
    picture: "start ─▶ try │ bad fails │ ─catch▶ mend ─▶ join;  ─finally▶ tidy ─▶ join",
    graph: graph(
      [start, inside(node("try", "try"), failing("bad")), probe("mend"), probe("tidy"), probe("join")],
      edges("start > try", "try:catch > mend > join", "try:finally > tidy > join"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "try/bad failed",
        "try completed catch",
        ["mend completed", "tidy completed"],
        "join completed",
      ],
    },
  },
  {
    name: "try-without-catch-runs-finally-and-then-fails",
    rule: 6,
    meets: [3],
    picture: "start ─▶ try │ bad fails │ ─out▶ after;  ─finally▶ tidy ─▶ tidier",
    graph: graph(
      [
        start,
        inside(node("try", "try"), failing("bad", { code: "NO_LUCK" })),
        probe("after"),
        probe("tidy"),
        probe("tidier"),
      ],
      edges("start > try > after", "try:finally > tidy > tidier"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "try/bad failed", "try failed", "after skipped", "tidy completed", "tidier completed"],
    },
  },
  {
    name: "try-whose-finally-ends-everything-still-fails",
    rule: 6,
    meets: [5],
    picture: "start ─▶ (try │ bad fails │ ─finally▶ stop(terminate)), other 10 s",
    graph: graph(
      [
        start,
        inside(node("try", "try"), failing("bad", { code: "NO_LUCK" })),
        node("stop", "end", { output: 1, terminate: true }),
        probe("other", { takesMs: 10_000 }),
      ],
      edges("start > try", "try:finally > stop", "start > other"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "try/bad failed", "try failed", "stop completed", "other cancelled"],
    },
  },
  {
    name: "try-whose-finally-fails-keeps-the-first-cause",
    rule: 6,
    picture: "start ─▶ try │ bad fails │ ─finally▶ tidy fails",
    graph: graph(
      [start, inside(node("try", "try"), failing("bad", { code: "FIRST" })), failing("tidy", { code: "SECOND" })],
      edges("start > try", "try:finally > tidy"),
    ),
    expect: {
      status: "failed",
      failureCode: "FIRST",
      others: ["SECOND"],
      steps: ["start completed", "try/bad failed", "try failed", "tidy failed"],
    },
  },
  {
    name: "try-without-any-edge-lets-the-failure-go-on",
    rule: 6,
    picture: "start ─▶ try │ bad fails │ ─▶ after",
    graph: graph(
      [start, inside(node("try", "try"), failing("bad", { code: "NO_LUCK" })), probe("after")],
      edges("start > try > after"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "try/bad failed", "try failed", "after notReached"],
    },
  },
  {
    name: "try-with-an-error-edge-but-no-catch-ends-there",
    rule: 3,
    meets: [6],
    picture: "start ─▶ try │ bad fails │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(node("try", "try"), failing("bad", { code: "NO_LUCK" })),
        probe("mend", { e: "{{ steps.try.error.code }}" }),
      ],
      edges("start > try", "try:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "try/bad failed", "try failed error", "mend completed"],
      inputs: { mend: { e: "NO_LUCK" } },
    },
  },
  {
    name: "try-with-an-error-edge-takes-finally-too",
    rule: 3,
    meets: [6],
    picture: "start ─▶ try │ bad fails │ ─error▶ mend;  ─finally▶ tidy",
    graph: graph(
      [start, inside(node("try", "try"), failing("bad")), probe("mend"), probe("tidy")],
      edges("start > try", "try:error > mend", "try:finally > tidy"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "try/bad failed", "try failed error", ["mend completed", "tidy completed"]],
    },
  },
];
