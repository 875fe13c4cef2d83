import { normalise, type Graph } from "@tempograph/graph";
import fc from "fast-check";
import { expect, test } from "vitest";
import { copy, paste, readFragment } from "./clipboard.ts";
import { leadsTo } from "./connect.ts";
import { drawnEdges, withDrawnEdges } from "./drawn-edges.ts";
import { sizeOf } from "./frame-sizes.ts";
import { beginHistory, record, redo, undo } from "./history.ts";
import { placeOf } from "./place.ts";
import { arbitraryEdit, arbitraryGraph, carryOut } from "./test-kit/random-edits.ts";
import { isFrame, TreeOfNodes } from "./tree-of-nodes.ts";

const edits = fc.array(arbitraryEdit, { maxLength: 12 });

test("undo of any sequence of edits gives the graph before, and redo gives the graph after", () => {
  fc.assert(
    fc.property(arbitraryGraph, edits, (graph, sequence) => {
      let history = beginHistory(graph);
      const states = [graph];
      for (const edit of sequence) {
        const next = carryOut(history.present.state, edit);
        if (next !== history.present.state) states.push(structuredClone(next));
        history = record(history, { state: next, label: edit.name });
      }
      for (const state of states.toReversed()) {
        expect(history.present.state).toEqual(state);
        history = undo(history);
      }
      expect(history.present.state).toBe(graph);
      for (const state of states.slice(1)) {
        history = redo(history);
        expect(history.present.state).toEqual(state);
      }
    }),
    { numRuns: 60 },
  );
});

test("after any sequence of edits the graph is whole: ids are unique, edges have ends in one scope and form no circle", () => {
  fc.assert(
    fc.property(arbitraryGraph, edits, (graph, sequence) => {
      const result = sequence.reduce(carryOut, graph);
      expect(faultsOf(result)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

function faultsOf(graph: Graph): string[] {
  const tree = new TreeOfNodes(graph);
  const edges = drawnEdges(graph);
  return [
    ...twins(graph.nodes.map(({ id }) => id)).map((id) => `two nodes have the id ${id}`),
    ...twins(graph.edges.map(({ id }) => id)).map((id) => `two edges have the id ${id}`),
    ...graph.nodes.flatMap(({ id, parentId }) =>
      parentId !== undefined && tree.parentOf(id) !== parentId ? [`${id} is in ${parentId}, which is no frame`] : [],
    ),
    ...edges.flatMap(({ source, target }) => {
      if (!tree.byId.has(source) || !tree.byId.has(target)) return [`an edge has no end: ${source} → ${target}`];
      if (tree.scopeOf(source) !== tree.scopeOf(target)) return [`an edge leaves its scope: ${source} → ${target}`];
      return leadsTo(edges, target, source) ? [`a circle: ${source} → ${target}`] : [];
    }),
    ...graph.nodes.flatMap((node) => {
      const parent = tree.parentOf(node.id);
      if (parent === undefined || !isFrame(tree.byId.get(parent)!.type)) return [];
      const { x, y } = placeOf(node)!;
      const [own, frame] = [sizeOf(tree, node.id), sizeOf(tree, parent)];
      const isInside = x >= 0 && y >= 0 && x + own.width <= frame.width && y + own.height <= frame.height;
      return isInside ? [] : [`${node.id} is drawn outside of ${parent}`];
    }),
  ];
}

function twins(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

test("cases that lead on by `next` mean the same when they have edges", () => {
  fc.assert(
    fc.property(arbitraryGraph, fc.nat(99), (graph, pick) => {
      const branches = graph.nodes.filter(({ type }) => type === "branch" || type === "switch");
      const targets = graph.nodes.map(({ id }) => id);
      const withNext: Graph = {
        ...graph,
        nodes: graph.nodes.map((node) => {
          if (!branches.includes(node) || !Array.isArray(node.data["cases"])) return node;
          const cases = node.data["cases"].map((item, index) => ({
            ...(item as object),
            ...((pick + index) % 3 === 0 ? {} : { next: targets[(pick + index) % targets.length]! }),
          }));
          return { ...node, data: { ...node.data, cases } };
        }),
      };
      const drawn = withDrawnEdges(withNext, new Set(branches.slice(pick % 2).map(({ id }) => id)));
      const arrows = (one: Graph) => normalise(one).edges.map(({ id: _, ...edge }) => JSON.stringify(edge));
      expect(new Set(arrows(drawn))).toEqual(new Set(arrows(withNext)));
    }),
    { numRuns: 60 },
  );
});

test("what is copied and pasted into an empty graph is the same graph", () => {
  fc.assert(
    fc.property(arbitraryGraph, (graph) => {
      const read = readFragment(
        copy(
          graph,
          graph.nodes.map(({ id }) => id),
        ),
      );
      if ("problem" in read) throw new Error(read.problem.message);
      const corner = (axis: "x" | "y") =>
        Math.min(...graph.nodes.filter(({ parentId }) => parentId === undefined).map((node) => placeOf(node)![axis]));
      const pasted = paste({ nodes: [], edges: [] }, read.value, { x: corner("x"), y: corner("y") });
      if ("problem" in pasted) throw new Error(pasted.problem.message);
      const { nodes, edges } = pasted.value.graph;
      expect({ nodes, edges }).toEqual({ nodes: graph.nodes, edges: graph.edges });
    }),
    { numRuns: 40 },
  );
});
