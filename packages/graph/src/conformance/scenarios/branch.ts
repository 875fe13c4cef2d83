import { edges, graph, node, probe } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const start = node("start", "start");
const ceo = { "==": [{ var: "lead.title" }, "CEO"] };

/** `branch`, and what expressions can read (rules 3 and 10). */
export const branchScenarios: readonly Scenario[] = [
  {
    name: "branch-takes-the-first-case-that-holds",
    rule: 3,
    picture: "start ─▶ pick ─CEO▶ gift;  pick ─else▶ drip",
    graph: graph(
      [
        start,
        node("pick", "branch", {
          cases: [
            { label: "CEO", condition: ceo, next: "gift" },
            { else: true, next: "drip" },
          ],
        }),
        probe("gift"),
        probe("drip"),
      ],
      edges("start > pick"),
    ),
    payload: { lead: { title: "CEO" } },
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed CEO", "drip skipped", "gift completed"],
    },
  },
  {
    name: "branch-goes-to-else-when-nothing-holds",
    rule: 3,
    picture: "start ─▶ pick ─CEO▶ gift;  pick ─else▶ drip",
    graph: graph(
      [
        start,
        node("pick", "branch", { cases: [{ label: "CEO", condition: ceo }, { else: true }] }),
        probe("gift"),
        probe("drip"),
      ],
      edges("start > pick", "pick:CEO > gift", "pick:else > drip"),
    ),
    payload: { lead: { title: "CTO" } },
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed else", "gift skipped", "drip completed"],
    },
  },
  {
    name: "branch-without-match-and-else-ends-on-out",
    rule: 3,
    picture: "start ─▶ pick ─CEO▶ gift;  pick ─out▶ rest",
    graph: graph(
      [start, node("pick", "branch", { cases: [{ label: "CEO", condition: ceo }] }), probe("gift"), probe("rest")],
      edges("start > pick", "pick:CEO > gift", "pick > rest"),
    ),
    payload: { lead: { title: "CTO" } },
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed", "gift skipped", "rest completed"],
    },
  },
  {
    name: "branch-conditions-may-be-templates",
    rule: 3,
    picture: "start ─▶ a ─▶ pick ─ large ─▶ big      └ else ─▶ small",
    graph: graph(
      [
        start,
        probe("a", { give: { total: 20 } }),
        node("pick", "branch", {
          cases: [
            { label: "none", condition: "{{ !has(payload.items) }}" },
            { label: "large", condition: "{{ steps.a.total > 15 && payload.items == [1, 2] }}" },
            { else: true },
          ],
        }),
        probe("big"),
        probe("small"),
      ],
      edges("start > a > pick", "pick:large > big", "pick:else > small"),
    ),
    payload: { items: [1, 2] },
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "pick completed large", "small skipped", "big completed"],
      outputs: { pick: { case: "large" } },
    },
  },
  {
    name: "branch-condition-that-is-no-boolean-fails-its-node",
    rule: 3,
    picture: "start ─▶ pick      the condition gives a number",
    graph: graph(
      [start, node("pick", "branch", { cases: [{ label: "a", condition: "{{ payload.total }}" }, { else: true }] })],
      edges("start > pick"),
    ),
    payload: { total: 20 },
    expect: { status: "failed", steps: ["start completed", "pick failed"], failureCode: "EXPRESSION_TYPE" },
  },
  {
    name: "templates-see-payload-steps-and-vars",
    rule: 10,
    picture: "start ─▶ a ─▶ set ─▶ shape ─▶ b",
    graph: graph(
      [
        start,
        probe("a", { give: { id: 7, "full-name": "Ada" } }),
        node("set", "set", { values: { greeting: "Hello {{ payload.name }}" } }),
        node("shape", "transform", { output: { id: "{{ steps.a.id }}", double: "{{ steps.a.id * 2 }}" } }),
        probe("b", { greeting: "{{ vars.greeting }}", shape: "{{ steps.shape }}", name: '{{ steps.a["full-name"] }}' }),
      ],
      edges("start > a > set > shape > b"),
    ),
    payload: { name: "{{ not rendered twice }}" },
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "set completed", "shape completed", "b completed"],
      inputs: { b: { greeting: "Hello {{ not rendered twice }}", shape: { id: 7, double: 14 }, name: "Ada" } },
    },
  },
  {
    name: "a-missing-path-fails-the-node-that-reads-it",
    rule: 10,
    picture: "start ─▶ a ─▶ after",
    graph: graph([start, probe("a", { x: "{{ payload.absent.name }}" }), probe("after")], edges("start > a > after")),
    payload: { name: "x" },
    expect: {
      status: "failed",
      failureCode: "EXPRESSION_PATH_MISSING",
      steps: ["start completed", "a failed", "after notReached"],
    },
  },
  {
    name: "in-an-execution-reserved-names-win-over-the-payload",
    rule: 10,
    picture: "start ─▶ a ─▶ pick ─real▶ yes",
    graph: graph(
      [
        start,
        probe("a", { give: { role: "user" } }),
        node("pick", "branch", {
          cases: [
            { label: "forged", condition: { "==": [{ var: "steps.a.role" }, "admin"] } },
            { label: "real", else: true },
          ],
        }),
        probe("yes"),
      ],
      edges("start > a > pick", "pick:real > yes"),
    ),
    payload: { steps: { a: { role: "admin" } } },
    expect: {
      status: "completed",
      steps: ["start completed", "a completed", "pick completed real", "yes completed"],
    },
  },
];
