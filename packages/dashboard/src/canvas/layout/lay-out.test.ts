import ElkBundled from "elkjs/lib/elk.bundled.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph } from "@tempograph/graph";
import { sizeOf } from "../edit/frame-sizes.ts";
import { placeOf } from "../edit/place.ts";
import { arbitraryEdit, arbitraryGraph, carryOut } from "../edit/test-kit/random-edits.ts";
import { TreeOfNodes } from "../edit/tree-of-nodes.ts";
import { isLaidOut, layOutAll, layOutMissing, type RunElk } from "./lay-out.ts";

// The package's types declare a default export, while Node.js gives the constructor of a CommonJS module.
const elk = new (ElkBundled as unknown as new () => { readonly layout: RunElk })();
const run: RunElk = (graph) => elk.layout(graph);

/** Random graphs, with frames that are only drawn, too. */
const graphs = fc
  .tuple(arbitraryGraph, fc.array(arbitraryEdit, { maxLength: 4 }))
  .map(([graph, edits]) => edits.reduce(carryOut, graph));

/** The library gives up on graphs that are too large for it. */
const giveUp: RunElk = () => Promise.reject(new RangeError("Maximum call stack size exceeded"));
const ways = [
  ["by the library", run],
  ["without it", giveUp],
] as const;

test.each(ways)("laid out %s, no nodes overlap, and no node leaves its container", async (_, way) => {
  await fc.assert(
    fc.asyncProperty(graphs, async (graph) => {
      const laid = await layOutAll(graph, way);
      expect(isLaidOut(laid)).toBe(true);
      expect(faultsOf(laid, () => true)).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

test.each(ways)(
  "laid out %s, what a person placed stays, and what gets a place overlaps with nothing",
  async (_, way) => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }), async (graph, keep) => {
        const isKept = (index: number) => keep[index % keep.length] === true;
        const partly: Graph = {
          ...graph,
          nodes: graph.nodes.map((node, index) => {
            const { position: _, ...rest } = node as typeof node & { position: unknown };
            return isKept(index) ? node : rest;
          }),
        };
        const laid = await layOutMissing(partly, way);
        expect(isLaidOut(laid)).toBe(true);
        const [before, after] = [new TreeOfNodes(partly), new TreeOfNodes(laid)];
        for (const node of partly.nodes) {
          const isPlacedAll = [node.id, ...before.around(node.id)].every(
            (id) => placeOf(before.byId.get(id)!) !== undefined,
          );
          const place = isPlacedAll ? before.absolutePlaceOf(node.id) : undefined;
          if (place !== undefined) expect(after.absolutePlaceOf(node.id)).toEqual(place);
        }
        expect(faultsOf(laid, (id) => placeOf(before.byId.get(id)!) === undefined)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  },
);

test.each(["a path", "a list"])("the largest graph gets its places as %s, too", async (kind) => {
  const nodes = Array.from({ length: 10_000 }, (_, index) => ({ id: `n${index}`, type: "transform", data: {} }));
  const edges = nodes.slice(1).map(({ id }, index) => ({ id: `e${index}`, source: `n${index}`, target: id }));
  const laid = await layOutAll({ nodes, edges: kind === "a path" ? edges : [] }, run);
  expect(new Set(laid.nodes.map((node) => JSON.stringify(placeOf(node)))).size).toBe(10_000);
});

/** `isMoved`: whether the layout gave the node its place. Two nodes that a person put on top of each other stay so. */
function faultsOf(graph: Graph, isMoved: (id: string) => boolean): string[] {
  const tree = new TreeOfNodes(graph);
  const boxOf = (id: string) => ({ ...placeOf(tree.byId.get(id)!)!, ...sizeOf(tree, id) });
  const scopes = [undefined, ...graph.nodes.map(({ id }) => id)];
  return scopes.flatMap((scope) => {
    const members = tree.childrenOf(scope).map(({ id }) => ({ id, ...boxOf(id) }));
    const overlaps = members.flatMap((one, index) =>
      members.slice(index + 1).flatMap((other) => {
        const isApart =
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        return isApart || !(isMoved(one.id) || isMoved(other.id)) ? [] : [`${one.id} overlaps ${other.id}`];
      }),
    );
    if (scope === undefined) return overlaps;
    const frame = boxOf(scope);
    const outside = members.filter(
      ({ x, y, width, height }) => x < 0 || y < 0 || x + width > frame.width || y + height > frame.height,
    );
    return [...overlaps, ...outside.map(({ id }) => `${id} leaves ${scope}`)];
  });
}
