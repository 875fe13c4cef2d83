import type { EndedStep } from "@tempograph/db";
import { coreNodeTypes, freeze, type Definition, type Graph, type NodeTypeManifest } from "@tempograph/graph";
import { expect, test } from "vitest";
import { containerOfPath, planRerun } from "./seed-of.ts";

const act: NodeTypeManifest = {
  type: "act",
  title: "Act",
  description: "Acts.",
  runs: "activity",
  ports: ["out"],
  input: {},
  idempotent: false,
  pack: { name: "test", version: "1.0.0" },
};

function definition(nodes: Graph["nodes"], edges: readonly string[]): Definition {
  const types = new Map([...coreNodeTypes, act].map((type) => [type.type, type]));
  const graph: Graph = {
    nodes,
    edges: edges.map((edge, index) => {
      const [source = "", target = ""] = edge.split(">");
      return { id: `e${String(index)}`, source, target };
    }),
  };
  return freeze({ graph, types, workflow: { id: "wf", name: "w", version: 1 } });
}

const node = (id: string, more: object = {}) => ({ id, type: "act", data: {}, ...more });
const step = (path: string, more: Partial<EndedStep> = {}): EndedStep => ({
  path,
  nodeId: path,
  type: "act",
  status: "completed",
  port: "out",
  output: { of: path },
  failure: null,
  ...more,
});

//          ┌─▶ b ─▶ d
//   a ─────┤        ▼
//          └─▶ c ─▶ e
const diamond = definition(
  ["a", "b", "c", "d", "e"].map((id) => node(id)),
  ["a>b", "a>c", "b>d", "c>e", "d>e"],
);
const all = ["a", "b", "c", "d", "e"].map((id) => step(id));

test("nodes that are not downstream of the node are taken over with port and output", () => {
  expect(planRerun(diamond, all, "b")).toEqual({
    from: "b",
    seed: { a: { port: "out", output: { of: "a" } }, c: { port: "out", output: { of: "c" } } },
  });
  expect(Object.keys(planRerun(diamond, all, "e")!.seed)).toEqual(["a", "b", "c", "d"]);
  expect(planRerun(diamond, all, "a")!.seed).toEqual({});
  expect(planRerun(diamond, all, "nobody")).toBeUndefined();
});

test("a node that did not complete runs again, even if it is not downstream; a failure that was caught keeps its port", () => {
  const failure = { code: "HTTP_STATUS", message: "no" };
  const steps = [
    step("a", { status: "failed", port: "error", output: null, failure }),
    step("b", { status: "cancelled", port: null }),
    step("c", { status: "failed", port: null, failure }),
    step("d", { status: "completedLate" }),
  ];
  expect(planRerun(diamond, steps, "e")!.seed).toEqual({
    a: {
      port: "error",
      output: { error: { code: "HTTP_STATUS", message: "no", path: null, hint: null, cure: null, details: null } },
    },
  });
});

test("a node that was compensated runs again with its downstream nodes; the release of a lock compensates nothing", () => {
  const undone = [...all, step("c!unbook", { nodeId: "unbook" }), step("a!release", { nodeId: "a" })];
  expect(Object.keys(planRerun(diamond, undone, "d")!.seed)).toEqual(["a", "b"]);
});

//   a ─▶ each[ x ─▶ try[ y ] ] ─▶ z        (ids that paths have to escape)
const nested = definition(
  [
    node("a b"),
    { id: "each/1", type: "for_each", data: { items: [1, 2] } },
    node("x", { parentId: "each/1" }),
    { id: "inner", type: "try", data: {}, parentId: "each/1" },
    node("y", { parentId: "inner" }),
    node("z"),
  ],
  ["a b>each/1", "x>inner", "each/1>z"],
);

test("a rerun from a node inside a container begins with the top-level container", () => {
  const steps = [step("a%20b"), step("each%2F1", { type: "for_each" }), step("each%2F1[0]/x"), step("z")];
  expect(planRerun(nested, steps, "y")).toEqual({
    from: "each/1",
    seed: { "a b": { port: "out", output: { of: "a%20b" } } },
  });
  // A step inside the container was compensated, so the container's effect is gone.
  const undone = [...steps, step("each%2F1[1]/x!back", { nodeId: "back" })];
  expect(Object.keys(planRerun(nested, undone, "z")!.seed)).toEqual(["a b"]);
});

test.each([
  ["each%2F1[3]/x", "each/1"],
  ["each%2F1[3]", "each/1"],
  ["each%2F1[3]/inner/y", "each/1"],
  ["z", undefined],
  ["nobody[0]/x", undefined],
])("the path %s leads into %s", (path, container) => expect(containerOfPath(nested, path)).toBe(container));

test("nodes that are missing or have a different type in the other version are not taken over", () => {
  const steps = [step("a", { type: "other" }), step("b"), step("gone")];
  expect(Object.keys(planRerun(diamond, steps, "e")!.seed)).toEqual(["b"]);
});

//  a ─▶ ask ─approved▶ pay ─▶ ship      side ─▶ other
function behindApproval(data: object, of = "ask"): readonly string[] {
  const approval = { type: "approval", data };
  const nodes = [
    node("a"),
    ...(of === "ask"
      ? [node("ask", approval)]
      : [node("ask", { type: "parallel" }), node(of, { ...approval, parentId: "ask" })]),
    ...["pay", "ship", "side", "other"].map((id) => node(id)),
  ];
  const edges = ["a>ask", "ask>pay", "pay>ship", "side>other"];
  const steps = nodes
    .filter((one) => !("parentId" in one))
    .map(({ id, type }) => step(id, { type, port: type === "approval" ? "approved" : "out" }));
  return Object.keys(planRerun(definition(nodes, edges), steps, "ship")!.seed);
}

test.each<[string, readonly string[], readonly string[]]>([
  ["asks again, and what lies between keeps its output", behindApproval({}), ["a", "pay", "side", "other"]],
  [
    "asks again if a template says something else",
    behindApproval({ keepInReruns: "{{ true }}" }),
    ["a", "pay", "side", "other"],
  ],
  [
    "takes the decision over if the author says so",
    behindApproval({ keepInReruns: true }),
    ["a", "ask", "pay", "side", "other"],
  ],
  ["asks again inside a container", behindApproval({}, "inside"), ["a", "pay", "side", "other"]],
  [
    "takes a decision inside a container over",
    behindApproval({ keepInReruns: true }, "inside"),
    ["a", "ask", "pay", "side", "other"],
  ],
])("a rerun from behind an approval %s", (_, seeded, expected) => {
  expect([...seeded].sort()).toEqual([...expected].sort());
});

test("an approval that leads to nothing that runs again is not asked again", () => {
  const nodes = [node("ask", { type: "approval" }), node("pay"), node("side"), node("other")];
  const steps = nodes.map(({ id, type }) => step(id, { type }));
  const { seed } = planRerun(definition(nodes, ["ask>pay", "side>other"]), steps, "other")!;
  expect(Object.keys(seed)).toEqual(["ask", "pay", "side"]);
});
