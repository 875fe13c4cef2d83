import { edges, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const kim = { name: "kim", roles: ["finance"] };
const lee = { name: "lee", roles: ["sales"] };
const form = { type: "object", required: ["amount"], properties: { amount: { type: "number" } } };

const ask = (data: object = {}) => node("ask", "approval", { title: "Refund?", ...data });
const outcomes = edges("start > ask", "ask:approved > yes", "ask:rejected > no", "ask:timeout > late");
const answers = [probe("yes"), probe("no"), probe("late")];

/** `approval`: a person decides once (rule 13). */
export const approvalScenarios: readonly Scenario[] = [
  {
    name: "approval-goes-on-at-approved-with-who-and-what",
    rule: 13,
    meets: [3],
    picture: "start ─▶ ask ─approved▶ yes;  ─rejected▶ no;  ─timeout▶ late",
    graph: graph(
      [
        start,
        ask({ approvers: ["role:finance"], form }),
        probe("yes", { by: "{{ steps.ask.by }}", amount: "{{ steps.ask.data.amount }}" }),
        probe("no"),
        probe("late"),
      ],
      outcomes,
    ),
    operations: [
      {
        afterMs: 300,
        once: "ask waiting",
        by: kim,
        operation: { name: "decide", path: "ask", decision: "approved", data: { amount: 5 } },
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed approved", ["no skipped", "late skipped"], "yes completed"],
      inputs: { yes: { by: "kim", amount: 5 } },
      operationResults: ["ok"],
    },
  },
  {
    name: "approval-goes-on-at-rejected",
    rule: 13,
    meets: [3],
    picture: "start ─▶ ask ─approved▶ yes;  ─rejected▶ no;  ─timeout▶ late",
    graph: graph([start, ask(), answers], outcomes),
    operations: [
      { afterMs: 300, once: "ask waiting", by: lee, operation: { name: "decide", path: "ask", decision: "rejected" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed rejected", ["yes skipped", "late skipped"], "no completed"],
      operationResults: ["ok"],
    },
  },
  {
    name: "approval-goes-on-at-its-time-out",
    rule: 11,
    meets: [3, 13],
    picture: "start ─▶ ask(200) ─approved▶ yes;  ─rejected▶ no;  ─timeout▶ late 400",
    graph: graph(
      [start, ask({ timeout: 200 }), probe("yes"), probe("no"), probe("late", { takesMs: 4_000 })],
      outcomes,
    ),
    operations: [
      { afterMs: 500, once: "late scheduled", operation: { name: "decide", path: "ask", decision: "approved" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed timeout", ["yes skipped", "no skipped"], "late completed"],
      operationResults: ["ALREADY_DECIDED"],
    },
  },
  {
    name: "approval-is-decided-once",
    rule: 13,
    picture: "start ─▶ ask ─approved▶ yes 500;  ─rejected▶ no      decided twice",
    graph: graph([start, ask(), probe("yes", { takesMs: 4_000 }), probe("no"), probe("late")], outcomes),
    operations: [
      { afterMs: 200, once: "ask waiting", by: kim, operation: { name: "decide", path: "ask", decision: "approved" } },
      {
        afterMs: 400,
        once: "ask completed",
        by: lee,
        operation: { name: "decide", path: "ask", decision: "rejected" },
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed approved", ["no skipped", "late skipped"], "yes completed"],
      operationResults: ["ok", "ALREADY_DECIDED"],
    },
  },
  {
    name: "approval-is-refused-to-those-who-may-not",
    rule: 13,
    picture: "start ─▶ ask(role finance, user ada)",
    graph: graph([start, ask({ approvers: ["role:finance", "user:ada"] }), answers], outcomes),
    operations: [
      { afterMs: 200, once: "ask waiting", by: lee, operation: { name: "decide", path: "ask", decision: "approved" } },
      {
        afterMs: 300,
        once: "ask waiting",
        by: { name: "ada", roles: [] },
        operation: { name: "decide", path: "ask", decision: "rejected" },
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed rejected", ["yes skipped", "late skipped"], "no completed"],
      operationResults: ["NOT_AUTHORISED", "ok"],
    },
  },
  {
    name: "approval-that-failed-before-it-asked-is-passed-over-by-an-admin-alone",
    rule: 13,
    meets: [3],
    picture: "start ─▶ ask(pause; the form's template gives no schema)",
    graph: graph(
      [
        start,
        node(
          "ask",
          "approval",
          { approvers: ["role:finance"], form: { type: "{{ payload.type }}" } },
          { onError: "pause" },
        ),
        answers,
      ],
      outcomes,
    ),
    payload: { type: 7 },
    operations: [
      {
        afterMs: 200,
        once: "ask incident",
        by: kim,
        operation: { name: "skip", path: "ask", port: "approved", output: { by: "kim" } },
      },
      {
        afterMs: 300,
        once: "ask incident",
        by: { name: "ada", roles: ["admin"] },
        operation: { name: "skip", path: "ask", port: "rejected", output: { by: "ada" } },
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed rejected", ["yes skipped", "late skipped"], "no completed"],
      operationResults: ["NOT_AUTHORISED", "ok"],
    },
  },
  {
    name: "approval-whose-approvers-are-no-list-asks-nobody",
    rule: 13,
    meets: [3],
    picture: "start ─▶ ask(approvers: a template that gives null)",
    graph: graph([start, ask({ approvers: "{{ payload.approvers }}" }), answers], outcomes),
    payload: { approvers: null },
    expect: {
      status: "failed",
      failureCode: "INPUT_INVALID",
      steps: ["start completed", "ask failed", "yes notReached", "no notReached", "late notReached"],
    },
  },
  {
    name: "approval-with-one-approver-from-a-template-asks-this-one",
    rule: 13,
    picture: "start ─▶ ask(approvers: a template that gives a text)",
    graph: graph([start, ask({ approvers: "{{ payload.approver }}" }), answers], outcomes),
    payload: { approver: "user:ada" },
    operations: [
      { afterMs: 200, once: "ask waiting", by: lee, operation: { name: "decide", path: "ask", decision: "approved" } },
      {
        afterMs: 300,
        once: "ask waiting",
        by: { name: "ada", roles: [] },
        operation: { name: "decide", path: "ask", decision: "rejected" },
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed rejected", ["yes skipped", "late skipped"], "no completed"],
      operationResults: ["NOT_AUTHORISED", "ok"],
    },
  },
  {
    name: "approval-takes-only-data-that-fits-its-form",
    rule: 13,
    meets: [10],
    picture: "start ─▶ ask(form: amount is a number)",
    graph: graph([start, ask({ form }), answers], outcomes),
    operations: [
      {
        afterMs: 200,
        once: "ask waiting",
        operation: { name: "decide", path: "ask", decision: "approved", data: { amount: "much" } },
      },
      {
        afterMs: 300,
        once: "ask waiting",
        operation: { name: "decide", path: "ask", decision: "approved", data: { amount: 5 } },
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed approved", ["no skipped", "late skipped"], "yes completed"],
      operationResults: ["FORM_INVALID", "ok"],
    },
  },
  {
    name: "approval-in-each-item-is-decided-by-its-path",
    rule: 13,
    meets: [5, 10, 12],
    picture: 'start ─▶ each(2 at a time) ["role:a","role:b"] │ ask(item) │',
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", {
            items: ["role:a", "role:b"],
            concurrency: 2,
            result: "{{ steps.ask.decision }}",
          }),
          node("ask", "approval", { approvers: ["{{ item }}"] }),
        ),
      ],
      edges("start > each"),
    ),
    operations: [
      {
        afterMs: 200,
        once: "each[1]/ask waiting",
        by: { name: "bo", roles: ["b"] },
        operation: { name: "decide", path: "each[0]/ask", decision: "approved" },
      },
      {
        afterMs: 300,
        once: "each[1]/ask waiting",
        by: { name: "bo", roles: ["b"] },
        operation: { name: "decide", path: "each[1]/ask", decision: "rejected" },
      },
      {
        afterMs: 400,
        once: "each[1]/ask completed",
        by: { name: "al", roles: ["a"] },
        operation: { name: "decide", path: "each[0]/ask", decision: "approved" },
      },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "each[1]/ask completed rejected", "each[0]/ask completed approved", "each completed"],
      output: { each: { results: ["approved", "rejected"], errors: [], count: 2 } },
      operationResults: ["NOT_AUTHORISED", "ok", "ok"],
    },
  },
  {
    name: "approval-cannot-be-skipped-as-a-wait",
    rule: 13,
    picture: "start ─▶ ask",
    graph: graph([start, ask(), answers], outcomes),
    operations: [
      { afterMs: 200, once: "ask waiting", operation: { name: "skipWait", path: "ask" } },
      { afterMs: 300, once: "ask waiting", operation: { name: "decide", path: "ask", decision: "approved" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed approved", ["no skipped", "late skipped"], "yes completed"],
      operationResults: ["NOT_WAITING", "ok"],
    },
  },
  {
    name: "approval-ends-with-a-cancel",
    rule: 7,
    meets: [13],
    picture: "start ─▶ ask        ✂",
    graph: graph([start, ask(), answers], outcomes),
    cancelAfterMs: 300,
    cancelOnce: "ask waiting",
    expect: {
      status: "cancelled",
      steps: ["start completed", "ask cancelled", ["yes notReached", "no notReached", "late notReached"]],
    },
  },
  {
    name: "decision-on-what-is-no-approval-is-refused",
    rule: 13,
    picture: "start ─▶ wait 600",
    graph: graph([start, node("wait", "delay", { ms: 4_000 })], edges("start > wait")),
    operations: [
      { afterMs: 300, once: "wait waiting", operation: { name: "decide", path: "wait", decision: "approved" } },
    ],
    expect: { status: "completed", steps: ["start completed", "wait completed"], operationResults: ["NOT_WAITING"] },
  },
  {
    name: "approval-decided-twice-at-once-takes-the-first",
    rule: 13,
    meets: [1],
    picture: "start ─▶ ask ─approved▶ yes 500;  ─rejected▶ no      two decisions in one batch",
    graph: graph([start, ask(), probe("yes", { takesMs: 4_000 }), probe("no"), probe("late")], outcomes),
    operations: [
      { afterMs: 300, once: "ask waiting", by: kim, operation: { name: "decide", path: "ask", decision: "approved" } },
      { afterMs: 300, once: "ask waiting", by: lee, operation: { name: "decide", path: "ask", decision: "rejected" } },
    ],
    expect: {
      status: "completed",
      steps: ["start completed", "ask completed approved", ["no skipped", "late skipped"], "yes completed"],
      operationResults: ["ok", "ALREADY_DECIDED"],
    },
  },
];
