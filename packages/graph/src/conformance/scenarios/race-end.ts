import { edges, failing, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const hour = 3_600_000;

/** `race`: what happens to the branches that lose (rules 7 and 8), and races inside other containers. */
export const raceEndScenarios: readonly Scenario[] = [
  {
    name: "race-lost-by-a-step-that-succeeds-late-undoes-it",
    rule: 7,
    meets: [6, 8, 12],
    picture: `
      start ─▶ race ─▶ after
              │ quick                   │
              │ book(deaf, 500)↺unbook  │`,
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          probe("quick", { takesMs: 100 }),
          probe(
            "book",
            { takesMs: 500, after: "race/quick completed", deaf: true, give: { ticket: 9 } },
            { compensate: "unbook" },
          ),
          probe("unbook", { ticket: "{{ steps.book.ticket }}" }),
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
        "race/book completedLate",
        "race/book!unbook completed",
        "race completed",
        "after completed",
      ],
      inputs: { "race/book!unbook": { ticket: 9 } },
    },
  },
  {
    name: "race-loser-undoes-what-it-had-completed",
    rule: 8,
    meets: [6, 7],
    picture: `
      start ─▶ race
              │ quick (300)                    │
              │ pay↺refund ─▶ wait 1h          │`,
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          probe("quick", { takesMs: 400, after: "race/wait waiting" }),
          probe("pay", {}, { compensate: "refund" }),
          node("wait", "delay", { ms: hour }),
          probe("refund"),
        ),
      ],
      edges("start > race", "pay > wait"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/pay completed",
        "race/quick completed",
        "race/wait cancelled",
        "race/pay!refund completed",
        "race completed",
      ],
    },
  },
  {
    name: "race-that-keeps-undoes-losers-only-at-the-executions-end",
    rule: 8,
    meets: [6],
    picture: `
      start ─▶ race(keep) ─▶ bad fails
              │ quick (400)                    │
              │ pay↺refund ─▶ wait 1h          │`,
    graph: graph(
      [
        start,
        inside(
          node("race", "race", { compensate: "keep" }),
          probe("quick", { takesMs: 400, after: "race/wait waiting" }),
          probe("pay", {}, { compensate: "refund" }),
          node("wait", "delay", { ms: hour }),
          probe("refund"),
        ),
        failing("bad", { code: "NO_LUCK" }),
      ],
      edges("start > race > bad", "pay > wait"),
    ),
    expect: {
      status: "failed",
      failureCode: "NO_LUCK",
      steps: [
        "start completed",
        "race/pay completed",
        "race/quick completed",
        "race/wait cancelled",
        "race completed",
        "bad failed",
        "race/pay!refund completed",
      ],
    },
  },
  {
    name: "race-winner-is-undone-when-the-execution-fails-later",
    rule: 8,
    meets: [6],
    picture: "start ─▶ race │ pay↺refund;  wait 1h │ ─▶ bad fails",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          probe("pay", {}, { compensate: "refund" }),
          node("wait", "delay", { ms: hour }),
          probe("refund"),
        ),
        failing("bad"),
      ],
      edges("start > race > bad"),
    ),
    expect: {
      status: "failed",
      steps: [
        "start completed",
        "race/pay completed",
        "race/wait cancelled",
        "race completed",
        "bad failed",
        "race/pay!refund completed",
      ],
    },
  },
  {
    name: "race-cancels-the-containers-of-its-losers",
    rule: 7,
    meets: [5, 6],
    picture: "start ─▶ race │ quick (300);  each(2 at a time) │ wait 1h │ │",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          probe("quick", { takesMs: 300, after: "race/each[1]/wait waiting" }),
          inside(node("each", "for_each", { items: [1, 2, 3], concurrency: 2 }), node("wait", "delay", { ms: hour })),
        ),
      ],
      edges("start > race"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/quick completed",
        ["race/each[0]/wait cancelled", "race/each[1]/wait cancelled", "race/each cancelled"],
        "race completed",
      ],
    },
  },
  {
    name: "race-inside-a-race",
    rule: 6,
    meets: [7, 12],
    picture: "start ─▶ outer │ inner │ a (200);  b 1h │;  c 1h │",
    graph: graph(
      [
        start,
        inside(
          node("outer", "race"),
          inside(node("inner", "race"), probe("a", { takesMs: 200 }), node("b", "delay", { ms: hour })),
          node("c", "delay", { ms: hour }),
        ),
      ],
      edges("start > outer"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "outer/inner/a completed",
        "outer/inner/b cancelled",
        "outer/inner completed",
        "outer/c cancelled",
        "outer completed",
      ],
    },
  },
  {
    name: "race-inside-each-item-is-won-anew",
    rule: 12,
    meets: [5, 6, 7],
    picture: "start ─▶ each(2 at a time) [100,1h] │ race │ wait item;  limit 500 │ │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [100, hour], concurrency: 2, result: "{{ steps.first.winner }}" }),
          inside(
            node("first", "race"),
            node("wait", "delay", { ms: "{{ item }}" }),
            node("limit", "delay", { ms: 500 }),
          ),
        ),
      ],
      edges("start > each"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/first/wait completed",
        "each[0]/first/limit cancelled",
        "each[0]/first completed",
        "each[1]/first/limit completed",
        "each[1]/first/wait cancelled",
        "each[1]/first completed",
        "each completed",
      ],
      output: { each: { results: ["wait", "limit"], errors: [], count: 2 } },
    },
  },
  {
    name: "race-inside-each-item-is-cancelled-with-the-execution",
    rule: 7,
    meets: [5, 6, 12],
    picture: "start ─▶ each(2 at a time) [1,2] │ race │ a 1 min;  wait 1h │ │      ✂",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2], concurrency: 2 }),
          inside(node("first", "race"), probe("a", { takesMs: 60_000 }), node("wait", "delay", { ms: hour })),
        ),
        probe("after"),
      ],
      edges("start > each > after"),
    ),
    cancelAfterMs: 400,
    cancelOnce: "each[1]/first/a scheduled",
    expect: {
      status: "cancelled",
      steps: [
        "start completed",
        [
          "each[0]/first/wait cancelled",
          "each[1]/first/wait cancelled",
          "each[0]/first/a cancelled",
          "each[1]/first/a cancelled",
          "each[0]/first cancelled",
          "each[1]/first cancelled",
          "each cancelled",
        ],
        "after notReached",
      ],
    },
  },
  {
    name: "race-of-an-approval-and-a-reminder",
    rule: 13,
    meets: [6, 7],
    picture: "start ─▶ race │ ask ─approved▶ yes;  remind 1h │",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          node("ask", "approval", { title: "May it go?" }),
          probe("yes"),
          node("remind", "delay", { ms: hour }),
        ),
      ],
      edges("start > race", "ask:approved > yes"),
    ),
    operations: [
      {
        afterMs: 300,
        once: "race/ask waiting",
        operation: { name: "decide", path: "race/ask", decision: "approved" },
      },
    ],
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "race/ask completed approved",
        "race/yes completed",
        "race/remind cancelled",
        "race completed",
      ],
      operationResults: ["ok"],
    },
  },
];
