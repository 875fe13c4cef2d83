import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const pause = { onError: "pause" } as const;

/** `onError: pause`: a failed step waits for a person (rules 3, 12 and 13). */
export const incidentScenarios: readonly Scenario[] = [
  {
    name: "incident-is-resolved-by-a-retry-with-other-input",
    rule: 13,
    meets: [3, 12],
    picture: "start ─▶ bad(pause) ─▶ after",
    graph: graph(
      [start, failing("bad", {}, pause), probe("after", { r: "{{ steps.bad }}" })],
      edges("start > bad > after"),
    ),
    operations: [
      { afterMs: 300, once: "bad incident", operation: { name: "retry", path: "bad", input: { give: "mended" } } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "bad completed", "after completed"],
      inputs: { after: { r: "mended" } },
      operationResults: ["ok"],
    },
  },
  {
    name: "incident-that-fails-again-is-an-incident-again",
    rule: 13,
    meets: [3],
    picture: "start ─▶ bad(pause) ─▶ after      retried twice",
    graph: graph([start, failing("bad", {}, pause), probe("after")], edges("start > bad > after")),
    operations: [
      { afterMs: 300, once: "bad incident", operation: { name: "retry", path: "bad" } },
      { afterMs: 500, once: "bad incident 2", operation: { name: "retry", path: "bad", input: { give: 1 } } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "bad completed", "after completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "incident-is-skipped-with-an-output",
    rule: 13,
    meets: [3],
    picture: "start ─▶ bad(pause) ─left▶ after",
    graph: graph(
      [start, failing("bad", {}, pause), probe("after", { r: "{{ steps.bad.n }}" }), probe("other")],
      edges("start > bad", "bad:left > after", "bad > other"),
    ),
    operations: [
      {
        afterMs: 200,
        once: "bad incident",
        operation: { name: "skip", path: "bad", output: { n: 5 }, port: "nowhere" },
      },
      { afterMs: 300, once: "bad incident", operation: { name: "skip", path: "bad", output: { n: 5 }, port: "left" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "bad completed left", "other skipped", "after completed"],
      inputs: { after: { r: 5 } },
      operationResults: ["INPUT_INVALID", "ok"],
    },
  },
  {
    name: "incident-is-failed-for-good",
    rule: 13,
    meets: [3, 6],
    picture: "start ─▶ bad(pause) ─▶ after",
    graph: graph([start, failing("bad", { code: "NO_LUCK" }, pause), probe("after")], edges("start > bad > after")),
    operations: [{ afterMs: 300, once: "bad incident", operation: { name: "fail", path: "bad", message: "no use" } }],
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "bad failed", "after notReached"],
      operationResults: ["ok"],
    },
  },
  {
    name: "incident-stops-its-path-alone",
    rule: 3,
    meets: [1, 13],
    picture: "start ─▶ bad(pause) ─▶ join;  start ─▶ a ─▶ b ─▶ join",
    graph: graph(
      [start, failing("bad", {}, pause), probe("a"), probe("b"), probe("join")],
      edges("start > bad > join", "start > a > b > join"),
    ),
    operations: [{ afterMs: 500, once: "b completed", operation: { name: "skip", path: "bad", output: null } }],
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "b completed", "bad completed", "join completed"],
      operationResults: ["ok"],
    },
  },
  {
    name: "incident-verbs-on-what-has-not-failed-are-refused",
    rule: 13,
    picture: "start ─▶ wait 4000",
    graph: graph([start, node("wait", "delay", { ms: 4_000 })], edges("start > wait")),
    operations: [
      { afterMs: 200, once: "wait waiting", operation: { name: "retry", path: "wait" } },
      { afterMs: 250, once: "wait waiting", operation: { name: "skip", path: "wait", output: 1 } },
      { afterMs: 300, once: "wait waiting", operation: { name: "fail", path: "wait" } },
      { afterMs: 350, once: "wait waiting", operation: { name: "retry", path: "nowhere" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed"],
      operationResults: ["NOT_AN_INCIDENT", "NOT_AN_INCIDENT", "NOT_AN_INCIDENT", "PATH_UNKNOWN"],
    },
  },
  {
    name: "incident-is-resolved-once",
    rule: 13,
    picture: "start ─▶ bad(pause) ─▶ slow",
    graph: graph([start, failing("bad", {}, pause), probe("slow", { takesMs: 4_000 })], edges("start > bad > slow")),
    operations: [
      { afterMs: 300, once: "bad incident", operation: { name: "skip", path: "bad", output: 1 } },
      { afterMs: 500, once: "slow scheduled", operation: { name: "retry", path: "bad" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "bad completed", "slow completed"],
      operationResults: ["ok", "ALREADY_DECIDED"],
    },
  },
  {
    name: "incident-in-an-item-holds-that-item",
    rule: 3,
    meets: [5, 12, 13],
    picture: "start ─▶ each(2 at a time) [-1,0,0] │ a(pause) fails on -1 │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [-1, 0, 0], concurrency: 2, result: "{{ steps.a }}" }),
          probe("a", { failTimes: "{{ item }}", permanent: true, give: "{{ index }}" }, pause),
        ),
      ],
      edges("start > each"),
    ),
    operations: [
      { afterMs: 500, once: "each[2]/a completed", operation: { name: "skip", path: "each[0]/a", output: "skipped" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "each[1]/a completed", "each[2]/a completed", "each[0]/a completed", "each completed"],
      output: { each: { results: ["skipped", 1, 2], errors: [], count: 3 } },
      operationResults: ["ok"],
    },
  },
  {
    name: "incident-of-a-container-can-be-skipped-but-not-retried",
    rule: 13,
    meets: [3, 6],
    picture: "start ─▶ both(pause) │ bad fails │ ─▶ after",
    graph: graph(
      [start, inside(node("both", "parallel", {}, pause), failing("bad")), probe("after", { r: "{{ steps.both }}" })],
      edges("start > both > after"),
    ),
    operations: [
      { afterMs: 300, once: "both incident", operation: { name: "retry", path: "both" } },
      { afterMs: 400, once: "both incident", operation: { name: "skip", path: "both", output: { bad: 1 } } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "both/bad failed", "both completed", "after completed"],
      inputs: { after: { r: { bad: 1 } } },
      operationResults: ["NOT_RETRYABLE", "ok"],
    },
  },
  {
    name: "incident-of-an-expression-can-be-skipped",
    rule: 10,
    meets: [3, 13],
    picture: "start ─▶ a(pause) reads payload.absent ─▶ after",
    graph: graph([start, probe("a", { x: "{{ payload.absent }}" }, pause), probe("after")], edges("start > a > after")),
    operations: [{ afterMs: 300, once: "a incident", operation: { name: "skip", path: "a", output: null } }],
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "after completed"],
      operationResults: ["ok"],
    },
  },
  {
    name: "incident-in-a-scope-that-fails-is-cancelled",
    rule: 6,
    meets: [3, 7],
    picture: "start ─▶ bad(pause);  start ─▶ worse fails later",
    graph: graph(
      [start, failing("bad", {}, pause), failing("worse", { code: "WORSE", takesMs: 400, after: "bad incident" })],
      edges("start > bad", "start > worse"),
    ),
    expect: { status: "failed", failureCode: "WORSE", steps: ["start completed", "worse failed", "bad cancelled"] },
  },
  {
    name: "incident-is-cancelled-with-the-execution",
    rule: 7,
    meets: [3, 13],
    picture: "start ─▶ bad(pause) ─▶ after        ✂",
    graph: graph([start, failing("bad", {}, pause), probe("after")], edges("start > bad > after")),
    cancelAfterMs: 400,
    cancelOnce: "bad incident",
    expect: { status: "cancelled", steps: ["start completed", "bad cancelled", "after notReached"] },
  },
  {
    name: "incident-in-a-race-may-still-be-lost",
    rule: 6,
    meets: [3, 7],
    picture: "start ─▶ race │ bad(pause);  quick 400 │",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          failing("bad", {}, pause),
          probe("quick", { takesMs: 400, after: "race/bad incident" }),
        ),
      ],
      edges("start > race"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "race/quick completed", "race/bad cancelled", "race completed"],
    },
  },
  {
    name: "incident-does-not-open-where-an-error-edge-is",
    rule: 3,
    picture: "start ─▶ bad(pause) ─error▶ mend",
    graph: graph([start, failing("bad", {}, pause), probe("mend")], edges("start > bad", "bad:error > mend")),
    expect: { status: "completed", steps: ["start completed", "bad failed error", "mend completed"] },
  },
  {
    name: "incident-skipped-leaves-nothing-to-undo",
    rule: 8,
    meets: [3, 6, 13],
    picture: "start ─▶ pay(pause)↺refund ─▶ bad fails",
    graph: graph(
      [
        start,
        failing("pay", {}, { ...pause, compensate: "refund" }),
        probe("refund"),
        failing("bad", { code: "NO_LUCK" }),
      ],
      edges("start > pay > bad"),
    ),
    operations: [{ afterMs: 300, once: "pay incident", operation: { name: "skip", path: "pay", output: null } }],
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "pay completed", "bad failed"],
      operationResults: ["ok"],
    },
  },
  {
    name: "incident-retried-and-completed-can-be-undone",
    rule: 8,
    meets: [6, 12, 13],
    picture: "start ─▶ pay(pause)↺refund ─▶ bad fails",
    graph: graph(
      [
        start,
        failing("pay", {}, { ...pause, compensate: "refund" }),
        probe("refund", { of: "{{ steps.pay }}" }),
        failing("bad", { code: "NO_LUCK" }),
      ],
      edges("start > pay > bad"),
    ),
    operations: [{ afterMs: 300, once: "pay incident", operation: { name: "retry", path: "pay", input: { give: 9 } } }],
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "pay completed", "bad failed", "pay!refund completed"],
      inputs: { "pay!refund": { of: 9 } },
      operationResults: ["ok"],
    },
  },
  {
    name: "incident-of-a-machine-step-is-retried-without-input",
    rule: 13,
    meets: [10, 11],
    picture: "start ─▶ flag(go);  start ─▶ wait(pause, duration payload.d)",
    graph: graph(
      [start, node("wait", "delay", { duration: "{{ payload.d }}" }, pause), probe("after")],
      edges("start > wait > after"),
    ),
    payload: { d: "soon" },
    operations: [
      { afterMs: 200, once: "wait incident", operation: { name: "retry", path: "wait", input: { duration: 5 } } },
      { afterMs: 300, once: "wait incident", operation: { name: "retry", path: "wait" } },
      { afterMs: 400, once: "wait incident", operation: { name: "skip", path: "wait", output: { ms: 0 } } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed", "after completed"],
      operationResults: ["INPUT_INVALID", "ok", "ok"],
    },
  },
  {
    name: "incident-failed-by-a-person-is-caught-like-any-failure",
    rule: 13,
    meets: [3, 6],
    picture: "start ─▶ try │ bad(pause) │ ─catch▶ mend",
    graph: graph(
      [
        start,
        inside(node("try", "try"), failing("bad", { code: "NO_LUCK" }, pause)),
        probe("mend", { code: "{{ steps.try.error.code }}" }),
      ],
      edges("start > try", "try:catch > mend"),
    ),
    operations: [{ afterMs: 300, once: "try/bad incident", operation: { name: "fail", path: "try/bad" } }],
    expect: {
      status: "completed",
      steps: ["start completed", "try/bad failed", "try completed catch", "mend completed"],
      inputs: { mend: { code: "NO_LUCK" } },
      operationResults: ["ok"],
    },
  },
];
