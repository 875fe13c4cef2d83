import { coreNodeTypes, normalise, type Graph, type GraphNode } from "@tempograph/graph";
import { describe, expect, test } from "vitest";
import { insertOnEdge } from "./add-node.ts";
import { align } from "./align.ts";
import { copy, paste, readFragment } from "./clipboard.ts";
import { connect, refusalOf } from "./connect.ts";
import { freshId } from "./fresh-id.ts";
import { beginHistory, record, undo } from "./history.ts";
import { moveInto } from "./move.ts";
import { remove, removeAndClose } from "./remove.ts";
import { rename } from "./update-node.ts";
import { unwrap, wrap, wrapRefusal } from "./wrap.ts";

const node = (id: string, type = "transform", more: object = {}): GraphNode =>
  ({ id, type, data: {}, position: { x: 0, y: 0 }, ...more }) as GraphNode;

/** `chain("a > b > c")` has three nodes and two edges. */
function graphOf(arrows: string, nodes: readonly GraphNode[] = []): Graph {
  const paths = arrows.split(",").map((path) => path.split(">").map((id) => id.trim()));
  const ids = [...new Set(paths.flat())];
  const known = new Set(nodes.map(({ id }) => id));
  const edges = paths.flatMap((path) =>
    path.slice(1).map((target, index) => {
      const [source, sourceHandle] = path[index]!.split(":") as [string, string?];
      return {
        id: `${path[index]}-${target}`,
        source,
        target: target.split(":")[0]!,
        ...(sourceHandle && { sourceHandle }),
      };
    }),
  );
  const others = ids.map((id) => id.split(":")[0]!).filter((id) => !known.has(id));
  return { nodes: [...nodes, ...[...new Set(others)].map((id) => node(id))], edges };
}

const arrows = (graph: Graph): string[] =>
  normalise(graph).edges.map(({ source, target, sourceHandle }) =>
    sourceHandle === "out" ? `${source} > ${target}` : `${source}:${sourceHandle} > ${target}`,
  );

const parallel = coreNodeTypes.find(({ type }) => type === "parallel")!;

test("a fresh id counts on from a number at the end", () => {
  expect(freshId("call", new Set())).toBe("call");
  expect(freshId("call", new Set(["call", "call2"]))).toBe("call3");
  expect(freshId("call9", new Set(["call9"]))).toBe("call10");
  expect(freshId("order20261122", new Set(["order20261122"]))).toBe("order20261122_2");
});

describe("connecting", () => {
  const branch = node("pick", "branch", {
    data: { cases: [{ label: "yes", condition: true, next: "a" }, { else: true }] },
  });
  const graph = graphOf("start > pick, pick:else > b", [node("start", "start"), branch, node("a")]);

  test.each([
    ["a", "a", "out", /cannot lead to itself/],
    ["a", "start", "out", /Nothing can lead to the start/],
    ["b", "pick", "out", /circle/],
    ["pick", "b", "else", /connected already/],
    ["pick", "a", "yes", /connected already/],
    ["pick", "gone", "out", /not there any more/],
  ])("%s → %s on %s is refused with a reason", (source, target, port, reason) => {
    expect(refusalOf(graph, { source, target, port })).toMatch(reason);
    expect(connect(graph, { source, target, port })).toBe(graph);
  });

  test("nodes of different containers are not connected", () => {
    const nested = graphOf("a", [node("box", "parallel"), node("in", "transform", { parentId: "box" })]);
    expect(refusalOf(nested, { source: "a", port: "out", target: "in" })).toMatch(/inside the same container/);
  });

  test("a case's `next` becomes an edge when its branch gets another one, because `next` would win", () => {
    const connected = connect(graph, { source: "pick", port: "yes", target: "b" });
    expect(connected.nodes.find(({ id }) => id === "pick")?.data["cases"]).toEqual([
      { label: "yes", condition: true },
      { else: true },
    ]);
    expect(arrows(connected)).toEqual(["start > pick", "pick:else > b", "pick:yes > a", "pick:yes > b"]);
  });
});

test("a node is put into an edge, also into one that a case writes as `next`", () => {
  const branch = node("pick", "branch", {
    data: { cases: [{ label: "yes", condition: true, next: "a" }, { else: true }] },
  });
  const graph = graphOf("start > pick", [branch, node("a")]);
  const plain = insertOnEdge(graph, "start-pick", { type: "delay" }, "out")!;
  expect(arrows(plain.graph)).toEqual(["start > delay", "delay > pick", "pick:yes > a"]);
  const next = insertOnEdge(graph, "pick:yes", { type: "delay" }, "out")!;
  expect(arrows(next.graph)).toEqual(["start > pick", "pick:yes > delay", "delay > a"]);
});

describe("removing", () => {
  test("takes along what is inside, and everything that named the node", () => {
    const graph = graphOf("start > box > end, a > b", [
      node("box", "parallel"),
      node("a", "transform", { parentId: "box" }),
      node("b", "transform", { parentId: "box" }),
      node("pay", "http_call", { settings: { compensate: "box", join: "any" } }),
      node("pick", "branch", { data: { cases: [{ label: "yes", condition: true, next: "box" }] } }),
    ]);
    const rest = remove(graph, { nodes: new Set(["box"]), edges: new Set() });
    expect(rest.nodes.map(({ id }) => id)).toEqual(["pay", "pick", "start", "end"]);
    expect(rest.nodes[0]?.settings).toEqual({ join: "any" });
    expect(rest.nodes[1]?.data).toEqual({ cases: [{ label: "yes", condition: true }] });
    expect(rest.edges).toEqual([]);
  });

  test("closes the path where it is plain what should lead where", () => {
    expect(arrows(removeAndClose(graphOf("a > b > c"), "b"))).toEqual(["a > c"]);
    expect(arrows(removeAndClose(graphOf("a:yes > b > c, b > d"), "b"))).toEqual(["a:yes > c", "a:yes > d"]);
    expect(arrows(removeAndClose(graphOf("a > b > c, b:error > d"), "b"))).toEqual(["a > c"]);
    expect(arrows(removeAndClose(graphOf("a > b:left > c, b:right > d"), "b"))).toEqual([]);
  });
});

describe("containers", () => {
  test("a path is wrapped and unwrapped again", () => {
    const graph = graphOf("a > b > c > d, c:error > e, x > c");
    const wrapped = wrap(graph, ["b", "c"], parallel)!;
    expect(arrows(wrapped.graph)).toEqual([
      "a > parallel",
      "b > c",
      "parallel > d",
      "parallel:error > e",
      "x > parallel",
    ]);
    expect(wrapped.graph.nodes.filter(({ parentId }) => parentId === "parallel").map(({ id }) => id)).toEqual([
      "b",
      "c",
    ]);
    expect(arrows(unwrap(wrapped.graph, "parallel"))).toEqual(["a > b", "b > c", "c > d", "x > b"]);
  });

  test("what cannot be wrapped has a reason", () => {
    const graph = graphOf("start > a > b > c", [
      node("start", "start"),
      node("box", "parallel"),
      node("in", "transform", { parentId: "box" }),
    ]);
    expect(wrapRefusal(graph, ["a", "c"], "parallel")).toMatch(/leads out of these nodes and back/);
    expect(wrapRefusal(graph, ["start", "a"], "parallel")).toMatch(/start cannot be inside/);
    expect(wrapRefusal(graph, ["a", "in"], "parallel")).toMatch(/different containers/);
    expect(wrapRefusal(graph, [], "parallel")).toMatch(/Select/);
    expect(wrapRefusal(graph, ["start", "a", "c"], "group")).toBeUndefined();
  });

  test("a frame that is only drawn changes no edge", () => {
    const graph = graphOf("a > b > c");
    const framed = wrap(graph, ["a", "b"], { type: "group" })!;
    expect(arrows(framed.graph)).toEqual(arrows(graph));
    expect(unwrap(framed.graph, "group")).toEqual(graph);
  });

  test("nodes that are taken into a container lose the edges that could not be, and keep those among them", () => {
    const graph = graphOf("a > b > c", [node("box", "parallel", { position: { x: 100, y: 50 } })]);
    const moved = moveInto(graph, ["b", "c"], "box");
    expect(arrows(moved)).toEqual(["b > c"]);
    expect(moved.nodes.find(({ id }) => id === "b")).toMatchObject({ parentId: "box", position: { x: -100, y: -50 } });
    expect(moveInto(moved, ["box"], "box")).toBe(moved);
  });
});

test("nodes are lined up, and spread at equal distances", () => {
  const graph = graphOf("a, b, c", [
    node("a", "transform", { position: { x: 0, y: 0 } }),
    node("b", "transform", { position: { x: 10, y: 100 } }),
    node("c", "transform", { position: { x: 90, y: 400 } }),
  ]);
  const places = (aligned: Graph, axis: "x" | "y") =>
    aligned.nodes.map((one) => (one as GraphNode & { position: { x: number; y: number } }).position[axis]);
  expect(places(align(graph, ["a", "b", "c"], "left"), "x")).toEqual([0, 0, 0]);
  expect(places(align(graph, ["a", "b", "c"], "right"), "x")).toEqual([90, 90, 90]);
  expect(places(align(graph, ["a", "b", "c"], "down"), "y")).toEqual([0, 200, 400]);
});

describe("pasting", () => {
  test("nodes get free ids, and their templates read each other under these", () => {
    const graph = graphOf("a > b", [
      node("a"),
      node("b", "transform", { data: { output: "{{ steps.a.x + steps.z.y }}" } }),
    ]);
    const read = readFragment(copy(graph, ["a", "b"]));
    const pasted = paste(graph, (read as { value: Graph }).value, { x: 500, y: 0 });
    expect(pasted).toMatchObject({ value: { ids: ["a2", "b2"] } });
    const { graph: result } = (pasted as { value: { graph: Graph } }).value;
    expect(arrows(result)).toEqual(["a > b", "a2 > b2"]);
    expect(result.nodes[3]).toMatchObject({ id: "b2", data: { output: "{{ steps.a2.x + steps.z.y }}" } });
  });

  test("takes the nodes of other apps that are made with React Flow", () => {
    const text = JSON.stringify({
      nodes: [
        { id: "1", type: "input", data: { label: "In" }, position: { x: 0, y: 0 }, selected: true },
        {
          id: "2",
          data: { label: "Two" },
          position: { x: 0, y: 100 },
          parentNode: "3",
          measured: { width: 9, height: 9 },
        },
        { id: "3", type: "group", position: { x: 0, y: 0 } },
      ],
      edges: [{ id: "e1-2", source: "1", target: "2", animated: true }],
      viewport: { x: 0, y: 0, zoom: 1 },
    });
    const read = readFragment(text) as { value: Graph };
    expect(read.value.nodes).toEqual([
      { id: "1", type: "start", data: { label: "In" }, position: { x: 0, y: 0 } },
      { id: "2", type: "default", data: { label: "Two" }, position: { x: 0, y: 100 }, parentId: "3" },
      { id: "3", type: "group", data: {}, position: { x: 0, y: 0 } },
    ]);
  });

  test.each([
    ["hello", /no JSON/],
    ["{}", /no nodes/],
    ['{"nodes":[]}', /no nodes/],
    ['{"nodes":[{"id":1,"type":"a"}]}', /./],
    ['{"nodes":[{"id":"a","name":"a","type":"n8n-nodes-base.set","parameters":{}}],"connections":{}}', /n8n/],
  ])("%s is refused with a message", (text, message) => {
    expect(readFragment(text)).toMatchObject({ problem: { message: expect.stringMatching(message) } });
  });

  test("a graph that would become too large is refused", () => {
    const many = graphOf(Array.from({ length: 6_000 }, (_, index) => `n${index}`).join(","));
    expect(paste(many, many, { x: 0, y: 0 })).toMatchObject({
      problem: { message: expect.stringMatching(/12000 nodes/) },
    });
  });
});

test("a node that gets another id takes its readers along", () => {
  const graph = graphOf("a > b", [node("b", "transform", { data: { output: "{{ steps.a.x }}" } })]);
  const renamed = rename(graph, "a", "first");
  expect(arrows(renamed)).toEqual(["first > b"]);
  expect(renamed.nodes[0]?.data).toEqual({ output: "{{ steps.first.x }}" });
  expect(rename(graph, "a", "b")).toBe(graph);
});

test("the steps of one drag are taken back together, and a million steps are no trouble", () => {
  let history = beginHistory(0);
  for (const state of [1, 2, 3]) history = record(history, { state, label: "Move", group: "drag 1" });
  history = record(history, { state: 4, label: "Move", group: "drag 2" });
  expect(undo(history).present.state).toBe(3);
  expect(undo(undo(history)).present.state).toBe(0);
  for (let state = 5; state < 1_000_000; state++) history = record(history, { state, label: "Add" });
  for (let step = 0; step < 1_000_100; step++) history = undo(history);
  expect(history.present.state).toBe(0);
});
