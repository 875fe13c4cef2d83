import { coreNodeTypes, type Graph, type NodeTypeManifest } from "@tempograph/graph";
import { arbitraryNestedRun } from "@tempograph/graph/conformance/arbitrary-nested";
import fc from "fast-check";
import { addNode, insertOnEdge, newNode } from "../add-node.ts";
import { align } from "../align.ts";
import { copy, paste, readFragment } from "../clipboard.ts";
import { connect, reconnect } from "../connect.ts";
import { drawnEdges } from "../drawn-edges.ts";
import { fitFrames } from "../frame-sizes.ts";
import { moveInto, moveNodes } from "../move.ts";
import { putInto } from "../put-into.ts";
import { remove, removeAndClose } from "../remove.ts";
import { resizeFrame } from "../resize-frame.ts";
import { isFrame } from "../tree-of-nodes.ts";
import { rename, updateNode } from "../update-node.ts";
import { unwrap, wrap } from "../wrap.ts";

const types = new Map(coreNodeTypes.map((type) => [type.type, type]));
const typeOf = (type: string): NodeTypeManifest => types.get(type)!;

/** Random graphs with containers, whose nodes stand somewhere. */
export const arbitraryGraph: fc.Arbitrary<Graph> = fc
  .tuple(
    arbitraryNestedRun({ maxNodes: 6, maxDepth: 2, maxMs: 60, orderMatters: true }),
    fc.array(fc.tuple(fc.nat(2000), fc.nat(2000)), { minLength: 1, maxLength: 8 }),
  )
  .map(([{ graph }, places]) => {
    const placed = graph.nodes.map(({ id }, index) => {
      const [x, y] = places[index % places.length]!;
      return [id, { x: x + index * 10, y }] as const;
    });
    return fitFrames(moveNodes(graph, new Map(placed)));
  });

/** An edit by its name and by numbers that pick what it is done with. */
export interface RandomEdit {
  readonly name: keyof typeof EDITS;
  readonly picks: readonly [number, number, number];
}

type Pick = <Item>(items: readonly Item[], pick: number) => Item | undefined;
const pickOf: Pick = (items, pick) => items[pick % Math.max(1, items.length)];

const EDITS = {
  add: (graph: Graph, [type, x, y]: RandomEdit["picks"]) =>
    addNode(graph, newNode(pickOf(coreNodeTypes, type)!, { x, y })).graph,
  connect: (graph: Graph, [from, to, port]: RandomEdit["picks"]) =>
    connect(graph, {
      source: pickOf(graph.nodes, from)?.id ?? "",
      target: pickOf(graph.nodes, to)?.id ?? "",
      port: pickOf(["out", "one", "error"], port)!,
    }),
  reconnect: (graph: Graph, [edge, to, _]: RandomEdit["picks"]) => {
    const old = pickOf(drawnEdges(graph), edge);
    const target = pickOf(graph.nodes, to)?.id ?? "";
    return old === undefined ? graph : reconnect(graph, old.id, { source: old.source, port: "out", target });
  },
  insert: (graph: Graph, [edge]: RandomEdit["picks"]) =>
    insertOnEdge(graph, pickOf(drawnEdges(graph), edge)?.id ?? "", typeOf("transform"), "out")?.graph ?? graph,
  remove: (graph: Graph, [node, edge, _]: RandomEdit["picks"]) =>
    remove(graph, {
      nodes: new Set([pickOf(graph.nodes, node)?.id ?? ""]),
      edges: new Set([pickOf(drawnEdges(graph), edge)?.id ?? ""]),
    }),
  removeAndClose: (graph: Graph, [node]: RandomEdit["picks"]) =>
    removeAndClose(graph, pickOf(graph.nodes, node)?.id ?? ""),
  move: (graph: Graph, [node, x, y]: RandomEdit["picks"]) =>
    fitFrames(moveNodes(graph, new Map([[pickOf(graph.nodes, node)?.id ?? "", { x: x - 500, y: y - 500 }]]))),
  moveInto: (graph: Graph, [node, frame, isOut]: RandomEdit["picks"]) => {
    const frames = graph.nodes.filter(({ type }) => isFrame(type));
    const parent = isOut % 3 === 0 ? undefined : pickOf(frames, frame)?.id;
    return fitFrames(moveInto(graph, [pickOf(graph.nodes, node)?.id ?? ""], parent));
  },
  putInto: (graph: Graph, [node, frame, isOut]: RandomEdit["picks"]) => {
    const frames = graph.nodes.filter(({ type }) => isFrame(type));
    const parent = isOut % 3 === 0 ? undefined : pickOf(frames, frame)?.id;
    return putInto(graph, [pickOf(graph.nodes, node)?.id ?? "", pickOf(graph.nodes, node + 1)?.id ?? ""], parent);
  },
  resize: (graph: Graph, [frame, width, height]: RandomEdit["picks"]) => {
    const frames = graph.nodes.filter(({ type }) => isFrame(type));
    return resizeFrame(graph, pickOf(frames, frame)?.id ?? "", { width, height });
  },
  wrap: (graph: Graph, [first, second, type]: RandomEdit["picks"]) => {
    const ids = [first, second].flatMap((pick) => pickOf(graph.nodes, pick)?.id ?? []);
    return wrap(graph, ids, type % 4 === 0 ? { type: "group" } : typeOf("parallel"))?.graph ?? graph;
  },
  unwrap: (graph: Graph, [frame]: RandomEdit["picks"]) =>
    unwrap(
      graph,
      pickOf(
        graph.nodes.filter(({ type }) => isFrame(type)),
        frame,
      )?.id ?? "",
    ),
  rename: (graph: Graph, [node, name]: RandomEdit["picks"]) =>
    rename(graph, pickOf(graph.nodes, node)?.id ?? "", `node ${name}`),
  update: (graph: Graph, [node, label]: RandomEdit["picks"]) =>
    updateNode(graph, pickOf(graph.nodes, node)?.id ?? "", (one) => ({ ...one, label: `Label ${label}` })),
  paste: (graph: Graph, [first, second, x]: RandomEdit["picks"]) => {
    const ids = [first, second].flatMap((pick) => pickOf(graph.nodes, pick)?.id ?? []);
    const read = readFragment(copy(graph, ids));
    if ("problem" in read) return graph;
    const parent = pickOf(
      graph.nodes.filter(({ type }) => isFrame(type)),
      x,
    )?.id;
    const pasted = paste(graph, read.value, { x, y: x }, x % 2 === 0 ? parent : undefined);
    return "problem" in pasted ? graph : pasted.value.graph;
  },
  align: (graph: Graph, [first, second, how]: RandomEdit["picks"]) => {
    const ids = [first, second].flatMap((pick) => pickOf(graph.nodes, pick)?.id ?? []);
    return align(graph, ids, pickOf(["left", "middle", "across"] as const, how)!);
  },
};

export const arbitraryEdit: fc.Arbitrary<RandomEdit> = fc.record({
  name: fc.constantFrom(...(Object.keys(EDITS) as (keyof typeof EDITS)[])),
  picks: fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)),
});

export function carryOut(graph: Graph, { name, picks }: RandomEdit): Graph {
  return EDITS[name](graph, picks);
}
