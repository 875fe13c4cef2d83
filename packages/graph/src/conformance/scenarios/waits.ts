import { edges, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const event = { id: "evt_9", type: "order.paid", source: "shop", time: "2026-01-01T00:00:00.000Z", data: { order: 7 } };

/** Waits for moments, signals and events, with time-outs (rules 7, 11 and 13). */
export const waitScenarios: readonly Scenario[] = [
  {
    name: "signal-wait-ends-at-its-time-out",
    rule: 11,
    meets: [3],
    picture: "start ─▶ wait(go, 200) ─out▶ a;  ─timeout▶ late",
    graph: graph(
      [
        start,
        node("wait", "wait_for_signal", { name: "go", timeout: 200 }),
        probe("a"),
        probe("late", { n: "{{ steps.wait.name }}" }),
      ],
      edges("start > wait > a", "wait:timeout > late"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed timeout", "a skipped", "late completed"],
      inputs: { late: { n: "go" } },
    },
  },
  {
    name: "signal-wait-that-is-answered-in-time-disarms-its-time-out",
    rule: 11,
    meets: [3],
    picture: "start ─▶ wait(go, 1h) ─out▶ a;  ─timeout▶ late",
    graph: graph(
      [start, node("wait", "wait_for_signal", { name: "go", timeout: "1h" }), probe("a"), probe("late")],
      edges("start > wait > a", "wait:timeout > late"),
    ),
    signals: [{ afterMs: 300, once: "wait waiting", name: "go", payload: 1 }],
    expect: { status: "completed", steps: ["start completed", "wait completed", "late skipped", "a completed"] },
  },
  {
    name: "signals-are-kept-for-the-rounds-that-will-wait-for-them",
    rule: 1,
    meets: [5],
    picture: "start ─▶ slow ─▶ loop ×3 │ wait(go) │      all three signals come before the loop",
    graph: graph(
      [
        start,
        probe("slow", { takesMs: 700 }),
        inside(
          node("loop", "for_each", { items: [1, 2, 3], result: "{{ steps.wait }}" }),
          node("wait", "wait_for_signal", { name: "go" }),
        ),
      ],
      edges("start > slow > loop"),
    ),
    signals: [
      { afterMs: 100, once: "slow scheduled", name: "go", payload: "a" },
      { afterMs: 200, once: "slow scheduled", name: "go", payload: "b" },
      { afterMs: 300, once: "slow scheduled", name: "go", payload: "c" },
    ],
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "slow completed",
        "loop[0]/wait completed",
        "loop[1]/wait completed",
        "loop[2]/wait completed",
        "loop completed",
      ],
      output: { loop: { results: ["a", "b", "c"], errors: [], count: 3 } },
    },
  },
  {
    name: "signal-goes-to-the-item-that-has-waited-the-longest",
    rule: 1,
    meets: [5, 12],
    picture: "start ─▶ each(2 at a time) [1,2] │ wait(go) │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2], concurrency: 2, result: "{{ steps.wait }}" }),
          node("wait", "wait_for_signal", { name: "go" }),
        ),
      ],
      edges("start > each"),
    ),
    signals: [
      { afterMs: 300, once: "each[1]/wait waiting", name: "go", payload: "first" },
      { afterMs: 400, once: "each[0]/wait completed", name: "go", payload: "second" },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "each[0]/wait completed", "each[1]/wait completed", "each completed"],
      output: { each: { results: ["first", "second"], errors: [], count: 2 } },
    },
  },
  {
    name: "signal-name-comes-from-a-template",
    rule: 10,
    meets: [1],
    picture: "start ─▶ wait(paid-{{ payload.id }})",
    graph: graph([start, node("wait", "wait_for_signal", { name: "paid-{{ payload.id }}" })], edges("start > wait")),
    payload: { id: 7 },
    signals: [
      { afterMs: 200, once: "wait waiting", name: "paid-8", payload: 8 },
      { afterMs: 300, once: "wait waiting", name: "paid-7", payload: 7 },
    ],
    expect: { status: "completed", steps: ["start completed", "wait completed"], output: { wait: 7 } },
  },
  {
    name: "signal-nobody-waits-for-changes-nothing",
    rule: 1,
    picture: "start ─▶ slow ─▶ a      the signal stays in the mailbox",
    graph: graph(
      [
        start,
        probe("slow", { takesMs: 500 }),
        probe("a"),
        node("wait", "wait_for_signal", { name: "go", timeout: 100 }),
      ],
      edges("start > slow > a > wait"),
    ),
    signals: [{ afterMs: 200, once: "slow scheduled", name: "other", payload: null }],
    expect: {
      status: "completed",
      steps: ["start completed", "slow completed", "a completed", "wait completed timeout"],
    },
  },
  {
    name: "sleep-until-a-moment-in-the-past-goes-on-at-once",
    rule: 11,
    picture: "start ─▶ sleep(2020) ─▶ a",
    graph: graph(
      [start, node("sleep", "sleep_until", { until: "2020-01-02T03:04:05Z" }), probe("a")],
      edges("start > sleep > a"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "sleep completed", "a completed"],
      outputs: { sleep: { until: "2020-01-02T03:04:05Z" } },
    },
  },
  {
    name: "sleep-until-reads-a-local-time-in-its-zone",
    rule: 11,
    meets: [10],
    picture: "start ─▶ sleep(payload.when, Europe/Berlin)",
    graph: graph(
      [start, node("sleep", "sleep_until", { until: "{{ payload.when }}", timeZone: "{{ payload.zone }}" })],
      edges("start > sleep"),
    ),
    payload: { when: "2024-07-01T09:00:00", zone: "Europe/Berlin" },
    expect: {
      status: "completed",
      steps: ["start completed", "sleep completed"],
      output: { sleep: { until: "2024-07-01T07:00:00Z" } },
    },
  },
  {
    name: "sleep-until-an-hour-that-the-clocks-leave-out-takes-the-one-after",
    rule: 11,
    picture: "start ─▶ sleep(2024-03-31 02:30, Europe/Berlin)",
    graph: graph(
      [start, node("sleep", "sleep_until", { until: "2024-03-31T02:30:00", timeZone: "Europe/Berlin" })],
      edges("start > sleep"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "sleep completed"],
      output: { sleep: { until: "2024-03-31T01:30:00Z" } },
    },
  },
  {
    name: "sleep-until-what-is-no-moment-fails-at-its-place",
    rule: 10,
    meets: [6],
    picture: "start ─▶ sleep(soon) ─▶ a",
    graph: graph(
      [start, node("sleep", "sleep_until", { until: "{{ payload.when }}" }), probe("a")],
      edges("start > sleep > a"),
    ),
    payload: { when: "soon" },
    expect: {
      status: "failed",
      failureCode: "MOMENT_INVALID",
      steps: ["start completed", "sleep failed", "a notReached"],
    },
  },
  {
    name: "sleep-until-waits-for-a-moment-that-an-expression-gives",
    rule: 11,
    meets: [10],
    picture: "start ─▶ sleep(now + 200 ms) ─▶ a",
    graph: graph(
      [start, node("sleep", "sleep_until", { until: "{{ addTime(now(), '200ms') }}" }), probe("a")],
      edges("start > sleep > a"),
    ),
    expect: { status: "completed", steps: ["start completed", "sleep completed", "a completed"] },
  },
  {
    name: "delay-is-skipped-by-a-person",
    rule: 13,
    meets: [11],
    picture: "start ─▶ wait 1h ─▶ a",
    graph: graph(
      [start, node("wait", "delay", { ms: "1h" }), probe("a", { w: "{{ steps.wait }}" })],
      edges("start > wait > a"),
    ),
    operations: [
      { afterMs: 300, once: "wait waiting", operation: { name: "skipWait", path: "wait", output: { early: true } } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed", "a completed"],
      inputs: { a: { w: { early: true } } },
      operationResults: ["ok"],
    },
  },
  {
    name: "wait-inside-an-item-is-skipped-by-its-path",
    rule: 13,
    meets: [5, 12],
    picture: "start ─▶ each(2 at a time) [1,2] │ wait(go) │      both are skipped, then one again",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2], concurrency: 2, result: "{{ steps.wait }}" }),
          node("wait", "wait_for_signal", { name: "go" }),
        ),
        node("hold", "delay", { ms: 4_000 }),
      ],
      edges("start > each", "start > hold"),
    ),
    operations: [
      {
        afterMs: 200,
        once: "each[1]/wait waiting",
        operation: { name: "skipWait", path: "each[1]/wait", output: "b" },
      },
      {
        afterMs: 300,
        once: "each[1]/wait completed",
        operation: { name: "skipWait", path: "each[0]/wait", output: "a" },
      },
      { afterMs: 400, once: "each completed", operation: { name: "skipWait", path: "each[0]/wait" } },
      { afterMs: 450, once: "each completed", operation: { name: "skipWait", path: "nowhere" } },
    ],
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[1]/wait completed",
        "each[0]/wait completed",
        "each completed",
        "hold completed",
      ],
      outputs: { each: { results: ["a", "b"], errors: [], count: 2 } },
      operationResults: ["ok", "ok", "ALREADY_DECIDED", "PATH_UNKNOWN"],
    },
  },
  {
    name: "running-step-is-no-wait-to-be-skipped",
    rule: 13,
    picture: "start ─▶ slow",
    graph: graph([start, probe("slow", { takesMs: 4_000 })], edges("start > slow")),
    operations: [{ afterMs: 300, once: "slow scheduled", operation: { name: "skipWait", path: "slow" } }],
    expect: { status: "completed", steps: ["start completed", "slow completed"], operationResults: ["NOT_WAITING"] },
  },
  {
    name: "event-wait-ends-with-the-event-that-comes",
    rule: 1,
    meets: [10, 12],
    picture: "start ─▶ wait(order.paid of this order) ─▶ a",
    graph: graph(
      [
        start,
        node("wait", "wait_for_event", {
          eventType: "order.paid",
          match: { "==": [{ var: "order" }, "{{ payload.order }}"] },
        }),
        probe("a", { order: "{{ steps.wait.data.order }}", id: "{{ steps.wait.id }}" }),
      ],
      edges("start > wait > a"),
    ),
    payload: { order: 7 },
    replies: [{ afterMs: 300, once: "wait waiting", path: "wait", reply: { event } }],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed", "a completed"],
      inputs: { a: { order: 7, id: "evt_9" } },
    },
  },
  {
    name: "event-that-came-before-the-wait-is-taken-at-once",
    rule: 1,
    picture: "start ─▶ wait(order.paid, looking back 1 min) ─▶ a",
    graph: graph(
      [start, node("wait", "wait_for_event", { eventType: "order.paid", lookBack: "1m" }), probe("a")],
      edges("start > wait > a"),
    ),
    answers: { wait: { event } },
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed", "a completed"],
      outputs: { wait: event },
    },
  },
  {
    name: "event-that-comes-twice-is-taken-once",
    rule: 12,
    meets: [1],
    picture: "start ─▶ wait(order.paid) ─▶ slow",
    graph: graph(
      [start, node("wait", "wait_for_event", { eventType: "order.paid" }), probe("slow", { takesMs: 400 })],
      edges("start > wait > slow"),
    ),
    replies: [
      { afterMs: 300, once: "wait waiting", path: "wait", reply: { event } },
      { afterMs: 400, once: "wait completed", path: "wait", reply: { event: { ...event, id: "evt_10" } } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed", "slow completed"],
      outputs: { wait: event },
    },
  },
  {
    name: "event-wait-ends-at-its-time-out",
    rule: 11,
    meets: [3],
    picture: "start ─▶ wait(order.paid, 200) ─out▶ a;  ─timeout▶ late",
    graph: graph(
      [start, node("wait", "wait_for_event", { eventType: "order.paid", timeout: 200 }), probe("a"), probe("late")],
      edges("start > wait > a", "wait:timeout > late"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "wait completed timeout", "a skipped", "late completed"],
    },
  },
  {
    name: "event-wait-lost-in-a-race-takes-no-late-event",
    rule: 7,
    meets: [6, 12],
    picture: "start ─▶ race │ wait(order.paid);  quick 300 │ ─▶ slow",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          node("wait", "wait_for_event", { eventType: "order.paid" }),
          probe("quick", { takesMs: 300, after: "race/wait waiting" }),
        ),
        probe("slow", { takesMs: 500 }),
      ],
      edges("start > race > slow"),
    ),
    replies: [{ afterMs: 500, once: "race completed", path: "race/wait", reply: { event } }],
    expect: {
      status: "completed",
      steps: ["start completed", "race/quick completed", "race/wait cancelled", "race completed", "slow completed"],
    },
  },
  {
    name: "event-waits-of-items-are-answered-each-by-its-own",
    rule: 12,
    meets: [1, 5, 10],
    picture: "start ─▶ each(2 at a time) [7,8] │ wait(order.paid of item) │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [7, 8], concurrency: 2, result: "{{ steps.wait.data.order }}" }),
          node("wait", "wait_for_event", {
            eventType: "order.paid",
            match: { "==": [{ var: "order" }, "{{ item }}"] },
          }),
        ),
      ],
      edges("start > each"),
    ),
    replies: [
      {
        afterMs: 300,
        once: "each[1]/wait waiting",
        path: "each[1]/wait",
        reply: { event: { ...event, data: { order: 8 } } },
      },
      { afterMs: 400, once: "each[1]/wait completed", path: "each[0]/wait", reply: { event } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "each[1]/wait completed", "each[0]/wait completed", "each completed"],
      output: { each: { results: [7, 8], errors: [], count: 2 } },
    },
  },
];
