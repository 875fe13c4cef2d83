import { edges, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const child = { executionId: "exe_child" };
const closed = (status: string, more: object = {}) => ({ ...child, status, ...more });
const call = (data: object = {}) => node("call", "call_workflow", { workflow: "child", ...data });

/** `call_workflow`: a step that runs an execution of another workflow (rules 3, 7 and 12). */
export const callScenarios: readonly Scenario[] = [
  {
    name: "call-waits-for-the-called-workflow-and-gives-its-output",
    rule: 12,
    meets: [3, 10],
    picture: "start ─▶ call(child) ─▶ after",
    graph: graph(
      [
        start,
        call({ data: { id: "{{ payload.id }}" } }),
        probe("after", { n: "{{ steps.call.output.n }}", status: "{{ steps.call.status }}" }),
      ],
      edges("start > call > after"),
    ),
    payload: { id: 7 },
    replies: [{ afterMs: 300, once: "call scheduled", path: "call", reply: closed("completed", { output: { n: 1 } }) }],
    expect: {
      status: "completed",
      steps: ["start completed", "call completed", "after completed"],
      inputs: { after: { n: 1, status: "completed" } },
    },
  },
  {
    name: "call-that-does-not-wait-goes-on-at-once",
    rule: 12,
    picture: "start ─▶ call(child, no wait) ─▶ after",
    graph: graph([start, call({ wait: false }), probe("after")], edges("start > call > after")),
    expect: {
      status: "completed",
      steps: ["start completed", "call completed", "after completed"],
      outputs: { call: { executionId: "exe_child", workflowId: "wf_child", version: 1 } },
    },
  },
  {
    name: "call-fails-when-the-called-workflow-failed",
    rule: 6,
    meets: [3, 12],
    picture: "start ─▶ call(child) ─error▶ mend",
    graph: graph(
      [start, call(), probe("mend", { code: "{{ steps.call.error.code }}" })],
      edges("start > call", "call:error > mend"),
    ),
    replies: [
      {
        afterMs: 300,
        once: "call scheduled",
        path: "call",
        reply: closed("failed", { failure: { code: "CHILD_BROKE", message: "no luck" } }),
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "call failed error", "mend completed"],
      inputs: { mend: { code: "CALLED_WORKFLOW_FAILED" } },
    },
  },
  {
    name: "call-of-a-workflow-that-completed-with-errors-goes-on",
    rule: 3,
    meets: [12],
    picture: "start ─▶ call(child) ─▶ after",
    graph: graph([start, call(), probe("after", { s: "{{ steps.call.status }}" })], edges("start > call > after")),
    replies: [
      { afterMs: 300, once: "call scheduled", path: "call", reply: closed("completedWithErrors", { output: {} }) },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "call completed", "after completed"],
      inputs: { after: { s: "completedWithErrors" } },
    },
  },
  {
    name: "call-waits-no-longer-than-its-time-out",
    rule: 11,
    meets: [3, 7],
    picture: "start ─▶ call(child, 300) ─out▶ after;  ─timeout▶ late",
    graph: graph(
      [start, call({ timeout: 300 }), probe("after"), probe("late")],
      edges("start > call > after", "call:timeout > late"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "call completed timeout", "after skipped", "late completed"],
    },
  },
  {
    name: "call-cancelled-asks-the-called-workflow-to-stop",
    rule: 7,
    meets: [12],
    picture: "start ─▶ call(child) ─▶ after        ✂",
    graph: graph([start, call(), probe("after")], edges("start > call > after")),
    cancelAfterMs: 400,
    cancelOnce: "call waiting",
    expect: { status: "cancelled", steps: ["start completed", "call cancelled", "after notReached"] },
  },
  {
    name: "call-cancelled-leaves-an-abandoned-workflow-alone",
    rule: 7,
    meets: [12],
    picture: "start ─▶ call(child, abandon)        ✂",
    graph: graph([start, call({ parentClosePolicy: "abandon" })], edges("start > call")),
    cancelAfterMs: 400,
    cancelOnce: "call waiting",
    expect: { status: "cancelled", steps: ["start completed", "call cancelled"] },
  },
  {
    name: "call-lost-in-a-race-is-called-off",
    rule: 7,
    meets: [6, 12],
    picture: "start ─▶ race │ call(child, terminate);  quick 400 │ ─▶ after",
    graph: graph(
      [
        start,
        inside(
          node("race", "race"),
          call({ parentClosePolicy: "terminate" }),
          probe("quick", { takesMs: 400, after: "race/call waiting" }),
        ),
        probe("after"),
      ],
      edges("start > race > after"),
    ),
    expect: {
      status: "completed",
      steps: ["start completed", "race/quick completed", "race/call cancelled", "race completed", "after completed"],
    },
  },
  {
    name: "call-in-each-item-starts-one-for-each",
    rule: 12,
    meets: [1, 5],
    picture: "start ─▶ each(2 at a time) [1,2] │ call(child) │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: [1, 2], concurrency: 2, result: "{{ steps.call.output }}" }),
          call({ data: { item: "{{ item }}" } }),
        ),
      ],
      edges("start > each"),
    ),
    answers: {
      "each[1]/call": { executionId: "exe_second", workflowId: "wf_child", version: 1 },
    },
    replies: [
      {
        afterMs: 300,
        once: "each[1]/call waiting",
        path: "each[1]/call",
        reply: { executionId: "exe_second", status: "completed", output: "b" },
      },
      {
        afterMs: 400,
        once: "each[1]/call completed",
        path: "each[0]/call",
        reply: { executionId: "exe_child", status: "completed", output: "a" },
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "each[1]/call completed", "each[0]/call completed", "each completed"],
      output: { each: { results: ["a", "b"], errors: [], count: 2 } },
    },
  },
  {
    name: "call-whose-close-is-told-twice-ends-once",
    rule: 12,
    meets: [1],
    picture: "start ─▶ call(child) ─▶ slow      told twice that it completed",
    graph: graph([start, call(), probe("slow", { takesMs: 400 })], edges("start > call > slow")),
    replies: [
      { afterMs: 300, once: "call scheduled", path: "call", reply: closed("completed", { output: 1 }) },
      { afterMs: 450, once: "call completed", path: "call", reply: closed("completed", { output: 2 }) },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "call completed", "slow completed"],
      outputs: { call: { executionId: "exe_child", status: "completed", output: 1 } },
    },
  },
];
