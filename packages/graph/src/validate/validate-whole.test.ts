import { expect, test } from "vitest";
import { branch, call, found, problems, start, type Edge, type Node } from "./test-kit.ts";

//   start ─▶ a ─▶ b ─▶ c ─▶ d
//                 ▲────┘    │
//            x ─▶ y ◀───────┘      y ─▶ y is not drawn; z ─▶ z is
test("a cycle is reported once, with the nodes on it", () => {
  const nodes = [start, ...["a", "b", "c", "d", "x", "y", "z"].map((id) => ({ id }))];
  const edges = ["start a", "a b", "b c", "c b", "c d", "d y", "x y", "z z"];
  const cycles = problems(nodes, edges).filter(({ code }) => code === "GRAPH_CYCLE");
  expect(cycles.map(({ path, message }) => [path, message])).toEqual([
    ["/nodes/2", "These nodes form a cycle: b → c → b."],
    ["/nodes/7", "These nodes form a cycle: z → z."],
  ]);
});

test("hints suggest the nearest name", () => {
  const hint = (nodes: Node[], edges: Edge[]) => problems(nodes, edges)[0]?.hint;
  expect(hint([start, { id: "a", type: "httpCal" }], ["start a"])).toMatch(/^Did you mean "http_call"\?/);
  expect(hint([start, { id: "notify" }], ["start notify", "notify notfy"])).toMatch(/^Did you mean "notify"\?/);
  expect(hint([start, { id: "a", type: "telegraph" }], ["start a"])).toMatch(/^Use a type/);
});

test("paths point into the graph as it was sent, even though normalising removes groups and turns next into edges", () => {
  const nodes = [
    { id: "frame", type: "group" },
    start,
    branch("b", { label: "x", condition: true, next: "c" }, { else: true }),
    call("c", { timeoutMs: 0 }),
  ];
  expect(found(nodes, ["start b"])).toEqual(["error INVALID_NODE_DATA /nodes/3/data/timeoutMs"]);
});

test("problems are sorted by place, the same on every run, and limited in number", () => {
  const nodes: Node[] = [start, ...Array.from({ length: 1_200 }, (_, index) => ({ id: `n${index}`, type: "nope" }))];
  const first = problems(nodes);
  expect(first).toHaveLength(1_001);
  expect(first.at(-1)).toMatchObject({ code: "TOO_MANY_PROBLEMS", severity: "error" });
  expect(problems(nodes)).toEqual(first);
  const order = first.slice(0, -1).map(({ path }) => Number(path.split("/")[2]));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

// The machine does not render the cases of a branch, so a template there is reported.
test("templates where none are rendered", () => {
  const unrendered = { id: "b", type: "branch", data: { cases: "{{ payload.cases }}" } };
  expect(found([start, unrendered], ["start b"])).toEqual(["error INVALID_NODE_DATA /nodes/1/data/cases"]);
  const compared = branch("b", { label: "x", condition: { "==": [{ var: "a" }, "{{ payload.b }}"] } }, { else: true });
  const triggers = [{ condition: { in: ["{{ payload.x }}", { var: "list" }] } }];
  expect(found([start, compared], ["start b"], { triggers })).toEqual([
    "warning TEMPLATE_IN_CONDITION /nodes/1/data/cases/0/condition",
    "warning TEMPLATE_IN_CONDITION /triggers/0/condition",
  ]);
});

test("10,000 nodes are checked", () => {
  const nodes: Node[] = Array.from({ length: 10_000 }, (_, index) => ({
    id: `n${index}`,
    type: "send_notification",
    data: { toRole: "AE", message: index === 0 ? "hi" : `{{ steps.n${index - 1}.x }} {{ steps.n0.y }}` },
  }));
  const edges = Array.from({ length: 9_999 }, (_, index) => `n${index} n${index + 1}`);
  expect(problems(nodes, edges)).toEqual([]);
});
