import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;
const notGranted = { granted: false };

/**
 * `lock`: a scope holds a key, which is always released (rules 5, 6 and 7). The order in which executions get a lock is
 * decided by the drivers and not by the machine, so no scenario is about it.
 */
export const lockScenarios: readonly Scenario[] = [
  {
    name: "lock-holds-its-key-while-its-nodes-run",
    rule: 5,
    meets: [10, 12],
    picture: "start ─▶ lock(account-7) │ a │ ─▶ after",
    graph: graph(
      [
        start,
        inside(node("lock", "lock", { key: "account-{{ payload.id }}" }), probe("a", { give: 1 })),
        probe("after", { a: "{{ steps.lock.a }}" }),
      ],
      edges("start > lock > after"),
    ),
    payload: { id: 7 },
    expect: {
      status: "completed",
      steps: ["start completed", "lock/a completed", "lock completed", "after completed"],
      inputs: { after: { a: 1 } },
    },
  },
  {
    name: "lock-waits-until-it-is-granted",
    rule: 1,
    meets: [12],
    picture: "start ─▶ lock(busy) │ a │      granted after a while",
    graph: graph([start, inside(node("lock", "lock", { key: "k" }), probe("a"))], edges("start > lock")),
    answers: { lock: notGranted },
    replies: [{ afterMs: 300, once: "lock waiting", path: "lock", reply: { granted: true } }],
    expect: { status: "completed", steps: ["start completed", "lock/a completed", "lock completed"] },
  },
  {
    name: "lock-granted-twice-is-taken-once",
    rule: 1,
    picture: "start ─▶ lock(busy) │ a 300 │      the reply comes twice",
    graph: graph(
      [start, inside(node("lock", "lock", { key: "k" }), probe("a", { takesMs: 300 })), probe("after")],
      edges("start > lock > after"),
    ),
    answers: { lock: notGranted },
    replies: [
      { afterMs: 300, once: "lock waiting", path: "lock", reply: { granted: true } },
      { afterMs: 400, once: "lock/a scheduled", path: "lock", reply: { granted: true } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "lock/a completed", "lock completed", "after completed"],
    },
  },
  {
    name: "lock-waits-no-longer-than-its-time-out",
    rule: 11,
    meets: [3, 5],
    picture: "start ─▶ lock(busy, 200) │ a │ ─out▶ after;  ─timeout▶ late",
    graph: graph(
      [
        start,
        inside(node("lock", "lock", { key: "k", timeout: 200 }), probe("a")),
        probe("after"),
        probe("late", { key: "{{ steps.lock.key }}" }),
      ],
      edges("start > lock > after", "lock:timeout > late"),
    ),
    answers: { lock: notGranted },
    expect: {
      status: "completed",
      steps: ["start completed", "lock completed timeout", "after skipped", "late completed"],
      inputs: { late: { key: "k" } },
    },
  },
  {
    name: "lock-is-given-back-when-its-nodes-fail",
    rule: 6,
    meets: [3],
    picture: "start ─▶ lock │ bad fails │ ─error▶ mend",
    graph: graph(
      [
        start,
        inside(node("lock", "lock", { key: "k" }), failing("bad", { code: "NO_LUCK" })),
        probe("mend", { c: "{{ steps.lock.error.code }}" }),
      ],
      edges("start > lock", "lock:error > mend"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "lock/bad failed", "lock failed error", "mend completed"],
      inputs: { mend: { c: "NO_LUCK" } },
    },
  },
  {
    name: "lock-cancelled-while-it-waits-leaves-the-queue",
    rule: 7,
    meets: [5],
    picture: "start ─▶ lock(busy) │ a │        ✂",
    graph: graph([start, inside(node("lock", "lock", { key: "k" }), probe("a"))], edges("start > lock")),
    answers: { lock: notGranted },
    cancelAfterMs: 400,
    cancelOnce: "lock waiting",
    expect: { status: "cancelled", steps: ["start completed", "lock cancelled"] },
  },
  {
    name: "lock-cancelled-while-held-is-given-back",
    rule: 7,
    meets: [5, 6],
    picture: "start ─▶ lock │ wait 1h │        ✂",
    graph: graph(
      [start, inside(node("lock", "lock", { key: "k" }), node("wait", "delay", { ms: hour }))],
      edges("start > lock"),
    ),
    cancelAfterMs: 400,
    cancelOnce: "lock/wait waiting",
    expect: { status: "cancelled", steps: ["start completed", "lock/wait cancelled", "lock cancelled"] },
  },
  {
    name: "lock-lost-in-a-race-is-given-back-before-the-race-ends",
    rule: 7,
    meets: [6, 12],
    picture: "start ─▶ race │ quick 400;  lock │ wait 1h │ │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          probe("quick", { takesMs: 400, after: "race/lock/wait waiting" }),
          inside(node("lock", "lock", { key: "k" }), node("wait", "delay", { ms: hour })),
        ),
        probe("after"),
      ],
      edges("start > race > after"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/quick completed",
        "race/lock/wait cancelled",
        "race/lock cancelled",
        "race completed",
        "after completed",
      ],
    },
  },
  {
    name: "lock-in-each-item-is-asked-for-by-each",
    rule: 12,
    meets: [1, 5, 10],
    picture: "start ─▶ each(2 at a time) [a,b] │ lock(item) │ x │ │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: ["a", "b"], concurrency: 2 }),
          inside(node("lock", "lock", { key: "{{ item }}" }), probe("x", { takesMs: "{{ index * 300 }}" })),
        ),
      ],
      edges("start > each"),
    ),
    answers: { "each[1]/lock": notGranted },
    replies: [{ afterMs: 300, once: "each[0]/lock completed", path: "each[1]/lock", reply: { granted: true } }],
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/lock/x completed",
        "each[0]/lock completed",
        "each[1]/lock/x completed",
        "each[1]/lock completed",
        "each completed",
      ],
    },
  },
];
