import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;
const ids = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);

/** The limits on what an execution has under way, with values so small that the scenarios reach them (rule 15). */
export const executionLimitScenarios: readonly Scenario[] = [
  {
    name: "bound-lets-two-steps-run-at-a-time-and-all-of-them-in-order",
    rule: 15,
    meets: [1, 2, 4, 5],
    picture: "start ─▶ p0, p1, p2, p3 ─▶ after(all)      two at a time",
    limits: { steps: 2 },
    graph: graph(
      [
        start,
        probe("p0", { takesMs: 200 }),
        probe("p1", { takesMs: 200, after: "p0 completed" }),
        probe("p2", { takesMs: 100, after: "p1 completed" }),
        probe("p3", { takesMs: 100, after: "p2 completed" }),
        probe("after"),
      ],
      edges(...ids(4).map((id) => `start > ${id} > after`)),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", ...ids(4).map((id) => `${id} completed`), "after completed"],
    },
  },
  {
    name: "bound-lets-pass-what-needs-no-activity",
    rule: 15,
    meets: [1, 10],
    picture: "start ─▶ slow(500), waits, note ─▶ set      one at a time",
    limits: { steps: 1 },
    graph: graph(
      [
        start,
        probe("slow", { takesMs: 500, after: "late completed" }),
        probe("waits", { n: "{{ vars.n }}" }),
        node("note", "set", { values: { n: 1 } }),
        node("delay", "delay", { ms: 100 }),
        node("late", "set", { values: { n: 2 } }),
      ],
      edges("start > slow", "start > waits", "start > note > delay > late"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "note completed",
        "delay completed",
        "late completed",
        "slow completed",
        "waits completed",
      ],
      // The input is rendered when the waiting node fires, not when it was queued.
      inputs: { waits: { n: 2 } },
    },
  },
  {
    name: "bound-and-a-failure-what-waits-for-room-is-not-reached",
    rule: 15,
    meets: [3, 6, 8],
    picture: "start ─▶ done↺undone, bad fails, never      one at a time",
    limits: { steps: 1 },
    graph: graph(
      [
        start,
        probe("done", {}, { compensate: "undone" }),
        failing("bad", { code: "NO_LUCK" }),
        probe("never"),
        probe("undone"),
      ],
      edges("start > done", "start > bad", "start > never"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: ["start completed", "done completed", "bad failed", "done!undone completed", "never notReached"],
    },
  },
  {
    name: "bound-and-a-cancel-what-waits-for-room-never-begins",
    rule: 15,
    meets: [7],
    picture: "start ─▶ each(4 at a time) [0..3] │ a(1h) │      two at a time, cancelled",
    limits: { steps: 2 },
    graph: graph(
      [start, inside(node("each", "for_each", { items: [0, 1, 2, 3], concurrency: 4 }), probe("a", { takesMs: hour }))],
      edges("start > each"),
    ),
    cancelAfterMs: 300,
    cancelOnce: "each[1]/a scheduled",
    expect: {
      status: "cancelled",
      steps: [
        "start completed",
        ["each[0]/a cancelled", "each[1]/a cancelled", "each[2]/a notReached", "each[3]/a notReached"],
        "each cancelled",
      ],
    },
  },
  {
    name: "bound-and-a-pause-what-waits-for-room-waits-for-both",
    rule: 15,
    meets: [9, 13],
    picture: "start ─▶ p0(600), p1, p2      one at a time, paused from 200 to 1200",
    limits: { steps: 1 },
    graph: graph(
      [start, probe("p0", { takesMs: 600 }), probe("p1"), probe("p2")],
      edges(...ids(3).map((id) => `start > ${id}`)),
    ),
    operations: [
      { afterMs: 200, once: "p0 scheduled", operation: { name: "pause" } },
      { afterMs: 1_200, once: "p0 completed", operation: { name: "resume" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "p0 completed", "p1 completed", "p2 completed"],
      operationResults: ["ok", "ok"],
    },
  },
  {
    name: "bound-across-continue-as-new-what-waits-for-room-travels",
    rule: 15,
    meets: [9, 12],
    picture: "start ─▶ each(6 at a time) [0..5] │ a ─▶ b │ ─▶ after      two at a time ⟳",
    limits: { steps: 2 },
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [0, 1, 2, 3, 4, 5], concurrency: 6, result: "{{ steps.b }}" }),
          probe("a", { give: "{{ item }}" }),
          probe("b", { give: "{{ steps.a * 2 }}" }),
        ),
        probe("after", { r: "{{ steps.each.results }}" }),
      ],
      edges("start > each > after", "a > b"),
    ),
    continueAsNewEvery: 2,
    expect: {
      status: "completed",
      steps: [
        "start completed",
        [0, 1, 2, 3, 4, 5].flatMap((index) => [`each[${index}]/a completed`, `each[${index}]/b completed`]),
        "each completed",
        "after completed",
      ],
      inputs: { after: { r: [0, 2, 4, 6, 8, 10] } },
    },
  },
  {
    name: "bound-in-a-burst-goes-by-waves",
    rule: 15,
    meets: [1, 11],
    picture: "start ─▶ p0 … p6 (burst) ─▶ after      three in a wave",
    limits: { burstSteps: 3 },
    graph: graph(
      [start, ...ids(7).map((id) => probe(id)), probe("after")],
      edges(...ids(7).map((id) => `start > ${id} > after`)),
      {
        durability: "burst",
      },
    ),
    expect: {
      status: "completed",
      steps: ["start completed", ...ids(7).map((id) => `${id} completed`), "after completed"],
    },
  },
  {
    name: "bound-on-timers-delays-none",
    rule: 15,
    meets: [1, 11],
    picture: "start ─▶ d4(600), d3(500), d2(400), d1(300), d0(200)      two timers at a time",
    limits: { timers: 2 },
    graph: graph(
      [start, ...[4, 3, 2, 1, 0].map((index) => node(`d${index}`, "delay", { ms: 200 + index * 100 }))],
      edges(...[4, 3, 2, 1, 0].map((index) => `start > d${index}`)),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", ...[0, 1, 2, 3, 4].map((index) => `d${index} completed`)],
    },
  },
  {
    name: "bound-on-timers-that-were-never-armed-and-a-cancel",
    rule: 15,
    meets: [7, 11],
    picture: "start ─▶ d0(1h), d1(2h), d2(3h)      one timer at a time, cancelled",
    limits: { timers: 1 },
    graph: graph(
      [start, ...[0, 1, 2].map((index) => node(`d${index}`, "delay", { ms: (index + 1) * hour }))],
      edges(...[0, 1, 2].map((index) => `start > d${index}`)),
    ),
    cancelAfterMs: 200,
    cancelOnce: "d2 waiting",
    expect: {
      status: "cancelled",
      steps: ["start completed", ["d0 cancelled", "d1 cancelled", "d2 cancelled"]],
    },
  },
  {
    name: "bound-holds-a-retry-at-an-incident-until-there-is-room",
    rule: 15,
    meets: [13, 3, 12],
    picture: "start ─▶ bad(pause), slow(700)      one activity at a time",
    limits: { steps: 1, sentSteps: 1 },
    graph: graph(
      [start, failing("bad", {}, { onError: "pause" }), probe("slow", { takesMs: 700 })],
      edges("start > bad", "start > slow"),
    ),
    operations: [
      { afterMs: 300, once: "slow scheduled", operation: { name: "retry", path: "bad", input: { give: 1 } } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "slow completed", "bad completed"],
      operationResults: ["ok"],
    },
  },
  {
    name: "bound-holds-no-step-longer-than-its-attempts-take",
    rule: 15,
    meets: [14, 3],
    picture: "start ─▶ p0(fails twice), p1      one at a time",
    limits: { steps: 1 },
    graph: graph([start, probe("p0", { failTimes: 2 }), probe("p1")], edges("start > p0", "start > p1")),
    expect: { status: "completed", steps: ["start completed", "p0 completed", "p1 completed"] },
  },
  {
    name: "many-signals-go-on-in-a-new-run",
    rule: 15,
    meets: [9, 1],
    picture: "start ─▶ wait(go) ─▶ a      two other signals first: as many as a run takes",
    limits: { signals: 2 },
    graph: graph([start, node("wait", "wait_for_signal", { name: "go" }), probe("a")], edges("start > wait > a")),
    signals: [
      { afterMs: 100, once: "wait waiting", name: "other", payload: 1 },
      { afterMs: 150, once: "wait waiting", name: "other", payload: 2 },
      { afterMs: 800, once: "wait waiting", name: "go", payload: 3 },
    ],
    expect: { status: "completed", steps: ["start completed", "wait completed", "a completed"], outputs: { wait: 3 } },
  },
];
