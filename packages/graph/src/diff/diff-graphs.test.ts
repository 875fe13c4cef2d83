import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph, GraphEdge, GraphNode } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import { diffGraphs, type DiffedGraph } from "./diff-graphs.ts";
import type { ElementsDiff, FieldChange, GraphDiff } from "./graph-diff.ts";

// start ─▶ call ─▶ notify
const graph: Graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "call", type: "http_call", data: { url: "https://a.example", headers: { accept: "x" }, tags: [1, 2] } },
    { id: "notify", type: "send_notification", data: { message: "hello" } },
  ],
  edges: [
    { id: "e1", source: "start", target: "call" },
    { id: "e2", source: "call", target: "notify" },
  ],
};
// oxlint-disable-next-line typescript/no-explicit-any -- a graph while it is edited
type Edited = any;
const at = (changes: (graph: Edited) => void): DiffedGraph => {
  const copy = structuredClone(graph) as Edited;
  changes(copy);
  return { graph: copy as Graph };
};

test("the diff of equal graphs is empty", () => {
  const diff = diffGraphs(
    { graph },
    at(() => undefined),
  );
  expect(diff).toMatchObject({ identical: true, sameMeaning: true });
  expect(diff.nodes).toEqual({ added: [], removed: [], changed: [], reordered: false });
});

test("each changed field is listed with its pointer, old value and new value", () => {
  const diff = diffGraphs(
    { graph },
    at(({ nodes }) => {
      nodes[1].data = { url: "https://b.example", headers: {}, tags: [1, 3, 4], "a/b": null };
      nodes[1].settings = { onError: "continue" };
    }),
  );
  expect(diff.sameMeaning).toBe(false);
  expect(diff.nodes.changed.map(({ id, changes }) => ({ id, changes }))).toEqual([
    {
      id: "call",
      changes: [
        { path: "/data/a~1b", kind: "added", after: null, layout: false },
        { path: "/data/headers/accept", kind: "removed", before: "x", layout: false },
        { path: "/data/tags/1", kind: "changed", before: 2, after: 3, layout: false },
        { path: "/data/tags/2", kind: "added", after: 4, layout: false },
        { path: "/data/url", kind: "changed", before: "https://a.example", after: "https://b.example", layout: false },
        { path: "/settings", kind: "added", after: { onError: "continue" }, layout: false },
      ],
    },
  ]);
});

test("a change of position or size is layout and does not change the meaning", () => {
  const diff = diffGraphs(
    { graph },
    at((g) => {
      g.nodes[0].position = { x: 1, y: 2 };
      g.nodes[1].width = 200;
      g.nodes[2].parentId = "frame";
      g.nodes.push({ id: "frame", type: "group", data: { label: "Calls" } });
      g.edges[0].animated = true;
      g.edges[1] = { id: "drawn-anew", source: "call", target: "notify", sourceHandle: "out" };
      g["viewport"] = { x: 0, y: 0, zoom: 2 };
    }),
  );
  expect(diff).toMatchObject({ identical: false, sameMeaning: true });
  expect([...diff.nodes.changed, ...diff.edges.changed].every(({ layout }) => layout)).toBe(true);
  expect(diff.nodes.added.map(({ id }) => id)).toEqual(["frame"]);
  expect(diff.edges).toMatchObject({ added: [], removed: [] });
  expect(diff.edges.changed.find(({ id }) => id === "drawn-anew")?.changes.map(({ path }) => path)).toEqual([
    "/id",
    "/sourceHandle",
  ]);
  expect(diff.other).toMatchObject([{ path: "/viewport", kind: "added", layout: true }]);
});

test("moving a node into a container is not layout", () => {
  const loop = { id: "each", type: "for_each", data: { items: [] } };
  const before = at(({ nodes }) => nodes.push(loop));
  const after = at(({ nodes }) => {
    nodes.push(loop);
    nodes[2].parentId = "each";
  });
  const [change] = diffGraphs(before, after).nodes.changed;
  expect(change).toMatchObject({ id: "notify", layout: false, changes: [{ path: "/parentId", layout: false }] });
});

test("another port, an additional edge and another order change the meaning", () => {
  const port = diffGraphs(
    { graph },
    at(({ edges }) => (edges[1].sourceHandle = "error")),
  );
  expect(port.edges.changed).toMatchObject([{ id: "e2", layout: false, changes: [{ path: "/sourceHandle" }] }]);
  const more = diffGraphs(
    { graph },
    at(({ edges }) => edges.push({ id: "e3", source: "start", target: "notify" })),
  );
  expect(more.edges.added.map(({ id }) => id)).toEqual(["e3"]);
  const order = diffGraphs(
    { graph },
    at(({ edges }) => edges.reverse()),
  );
  expect(order.edges).toEqual({ added: [], removed: [], changed: [], reordered: true });
  expect([port, more, order].map(({ sameMeaning }) => sameMeaning)).toEqual([false, false, false]);
});

test("an edge with a generated id is recognised by the ports that it connects, even if its id changed", () => {
  const numbered = (edges: readonly (readonly [string, string])[]): DiffedGraph => ({
    graph: { ...graph, edges: edges.map(([source, target], index) => ({ id: `edge${index}`, source, target })) },
  });
  const diff = diffGraphs(
    numbered([
      ["start", "call"],
      ["call", "notify"],
    ]),
    numbered([["call", "notify"]]),
  );
  expect(diff.edges.removed.map(({ target }) => target)).toEqual(["call"]);
  expect(diff.edges.changed).toMatchObject([{ layout: true }]);
});

test("settings and triggers", () => {
  const diff = diffGraphs(
    { graph, triggers: [{ id: "a", eventType: "x" }, { id: "b" }] },
    {
      graph: { ...graph, settings: { durability: "burst" } },
      triggers: [{ id: "a", eventType: "y" }, { id: "c" }],
    },
  );
  expect(diff.settings).toEqual([{ path: "/settings", kind: "added", after: { durability: "burst" }, layout: false }]);
  expect(diff.triggers).toMatchObject({ added: [{ id: "c" }], removed: [{ id: "b" }], changed: [{ id: "a" }] });
});

// Random pairs of graphs that are similar enough to have many elements in common.
const ids = fc.constantFrom("a", "b", "c", "d", "constructor", "__proto__");
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as never);
const node: fc.Arbitrary<GraphNode> = fc.record(
  {
    id: ids,
    type: fc.constantFrom("x", "y", "group", "for_each"),
    data: fc.dictionary(fc.constantFrom("p", "q", "__proto__", "toString"), json),
    parentId: ids,
    settings: fc.record({ onError: fc.constantFrom("fail", "continue") }, { requiredKeys: [] }),
    position: fc.record({ x: fc.nat(3) }),
  },
  { requiredKeys: ["id", "type", "data"] },
);
const edge: fc.Arbitrary<GraphEdge> = fc.record(
  { id: ids, source: ids, target: ids, sourceHandle: fc.constantFrom("out", "error", null), animated: fc.boolean() },
  { requiredKeys: ["id", "source", "target"] },
);
const trigger: fc.Arbitrary<Trigger> = fc.record({ id: ids, condition: json }, { requiredKeys: ["id"] });
const unique = <T extends { readonly id?: string }>(items: fc.Arbitrary<T>) =>
  fc.uniqueArray(items, { selector: ({ id }) => id, maxLength: 6 });
const random: fc.Arbitrary<DiffedGraph> = fc.record({
  graph: fc.record(
    { nodes: unique(node), edges: unique(edge), settings: fc.record({ durability: fc.constant("burst" as const) }) },
    { requiredKeys: ["nodes", "edges"] },
  ) as fc.Arbitrary<Graph>,
  triggers: unique(trigger),
});

test("random: the diff of a graph with itself is empty, and with a different graph is not", () => {
  fc.assert(
    fc.property(random, random, (a, b) => {
      const same = diffGraphs(a, structuredClone(a));
      expect(same.identical).toBe(true);
      expect(same.sameMeaning).toBe(true);
      expect(diffGraphs(a, b).identical).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
    }),
  );
});

test("random: the diff the other way round is the same diff with its roles swapped", () => {
  fc.assert(
    fc.property(random, random, (a, b) => {
      expect(swapped(diffGraphs(a, b))).toEqual(diffGraphs(b, a));
    }),
  );
});

test("random: the diff applied to the older graph gives the newer one", () => {
  fc.assert(
    fc.property(random, random, (a, b) => {
      const diff = diffGraphs(a, b);
      expect(byId(applied(a.graph.nodes, diff.nodes))).toEqual(byId(b.graph.nodes));
      expect(byId(applied(a.graph.edges, diff.edges))).toEqual(byId(b.graph.edges));
      expect(byId(applied(a.triggers!, diff.triggers))).toEqual(byId(b.triggers!));
    }),
  );
});

function swapped(diff: GraphDiff): GraphDiff {
  const field = ({ path, kind, before, after, layout }: FieldChange): FieldChange => ({
    path,
    kind: kind === "added" ? "removed" : kind === "removed" ? "added" : "changed",
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
    layout,
  });
  const elements = <T>({ added, removed, changed, reordered }: ElementsDiff<T>): ElementsDiff<T> => ({
    added: removed,
    removed: added,
    changed: changed.map((change) => ({
      ...change,
      before: change.after,
      after: change.before,
      changes: change.changes.map(field),
    })),
    reordered,
  });
  return {
    ...diff,
    nodes: elements(diff.nodes),
    edges: elements(diff.edges),
    triggers: elements(diff.triggers),
    settings: diff.settings.map(field),
    other: diff.other.map(field),
  };
}

/** Applies only the field changes, so the test fails if they do not describe the whole difference. */
function applied<T extends object>(before: readonly T[], diff: ElementsDiff<T>): T[] {
  const gone = new Set<unknown>([...diff.removed, ...diff.changed.map((change) => change.before)]);
  const mended = diff.changed.map((change) => {
    const copy = structuredClone(change.before);
    // Apply the changes from the end, so that removing an item of an array does not shift the items that are still to be changed.
    for (const { path, kind, after } of change.changes.toReversed().toSorted(byDepth)) put(copy, path, kind, after);
    return JSON.parse(JSON.stringify(copy), (_key, value: unknown) =>
      Array.isArray(value) ? value.filter((item) => item !== HOLE) : value,
    ) as T;
  });
  return [...before.filter((element) => !gone.has(element)), ...mended, ...diff.added];
}

const HOLE = "\u0001 removed";
const byDepth = (a: FieldChange, b: FieldChange) => b.path.split("/").length - a.path.split("/").length;

function put(root: object, path: string, kind: FieldChange["kind"], value: unknown): void {
  const keys = path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop()!;
  let place = root as Record<string, unknown>;
  for (const key of keys) place = Object.getOwnPropertyDescriptor(place, key)!.value as Record<string, unknown>;
  if (kind === "removed" && !Array.isArray(place)) delete place[last];
  else
    Object.defineProperty(place, last, {
      value: kind === "removed" ? HOLE : value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

const byId = <T extends { readonly id?: string }>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => (a.id! < b.id! ? -1 : 1));

/** Keys of objects in one order; lists as they are. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const keys = Object.keys(value).toSorted();
  return keys.map((key) => [key, sorted(Object.getOwnPropertyDescriptor(value, key)!.value)]);
}
