import type { JsonObject } from "../../definition/json.ts";
import { edges, graph, inside, node, probe, start } from "../build.ts";
import type { Scenario } from "../scenario.ts";

const cases: readonly JsonObject[] = [
  { value: "DE" },
  { value: 7, label: "seven" },
  { value: null, label: "nothing" },
  { else: true },
];
const country = () => node("pick", "switch", { value: "{{ payload.v }}", cases });
const ways = edges("start > pick", "pick:DE > de", "pick:seven > seven", "pick:nothing > nothing", "pick:else > rest");
const targets = [probe("de"), probe("seven"), probe("nothing"), probe("rest")];

/** `switch`: the case with an equal value is taken (rule 3). */
export const switchScenarios: readonly Scenario[] = [
  {
    name: "switch-goes-on-at-the-case-whose-value-equals",
    rule: 3,
    meets: [4, 10],
    picture: "start ─▶ pick ─DE▶ de;  ─seven▶ seven;  ─nothing▶ nothing;  ─else▶ rest",
    graph: graph([start, country(), targets], ways),
    payload: { v: "DE" },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "pick completed DE",
        ["seven skipped", "nothing skipped", "rest skipped"],
        "de completed",
      ],
      outputs: { pick: { case: "DE" } },
    },
  },
  {
    name: "switch-tells-a-number-from-its-text",
    rule: 3,
    meets: [10],
    picture: 'start ─▶ pick("7") ─seven(7)▶ seven;  ─else▶ rest',
    graph: graph([start, country(), targets], ways),
    payload: { v: "7" },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "pick completed else",
        ["de skipped", "seven skipped", "nothing skipped"],
        "rest completed",
      ],
    },
  },
  {
    name: "switch-has-a-case-for-null",
    rule: 3,
    picture: "start ─▶ pick(null) ─nothing▶ nothing",
    graph: graph([start, country(), targets], ways),
    payload: { v: null },
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "pick completed nothing",
        ["de skipped", "seven skipped", "rest skipped"],
        "nothing completed",
      ],
    },
  },
  {
    name: "switch-without-match-and-else-ends-on-out",
    rule: 3,
    meets: [5],
    picture: "start ─▶ pick ─DE▶ de;  ─out▶ rest",
    graph: graph(
      [
        start,
        node("pick", "switch", { value: "{{ payload.v }}", cases: [{ value: "DE" }] }),
        probe("de"),
        probe("rest"),
      ],
      edges("start > pick", "pick:DE > de", "pick > rest"),
    ),
    payload: { v: "FR" },
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed", "de skipped", "rest completed"],
      outputs: { pick: { case: null } },
    },
  },
  {
    name: "switch-takes-next-in-place-of-edges",
    rule: 3,
    picture: "start ─▶ pick ─a▶ one;  ─else▶ two      (next)",
    graph: graph(
      [
        start,
        node("pick", "switch", {
          value: "{{ payload.v }}",
          cases: [
            { value: "a", next: "one" },
            { else: true, next: "two" },
          ],
        }),
        probe("one"),
        probe("two"),
      ],
      edges("start > pick"),
    ),
    payload: { v: "a" },
    expect: {
      status: "completed",
      steps: ["start completed", "pick completed a", "two skipped", "one completed"],
    },
  },
  {
    name: "switch-inside-an-item-goes-by-the-item",
    rule: 3,
    meets: [4, 5, 12],
    picture: "start ─▶ each [a,b] │ pick(item) ─a▶ x;  ─b▶ y │",
    graph: graph(
      [
        start,
        inside(
          node("each", "for_each", { items: ["a", "b"] }),
          node("pick", "switch", { value: "{{ item }}", cases: [{ value: "a" }, { value: "b" }] }),
          probe("x", { give: 1 }),
          probe("y", { give: 2 }),
        ),
      ],
      edges("start > each", "pick:a > x", "pick:b > y"),
    ),
    expect: {
      status: "completed",
      steps: [
        "start completed",
        "each[0]/pick completed a",
        "each[0]/y skipped",
        "each[0]/x completed",
        "each[1]/pick completed b",
        "each[1]/x skipped",
        "each[1]/y completed",
        "each completed",
      ],
      output: { each: { results: [{ x: 1 }, { y: 2 }], errors: [], count: 2 } },
    },
  },
];
