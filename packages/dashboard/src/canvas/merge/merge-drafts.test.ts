import type { Graph, Draft } from "@tempograph/graph";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryEdit, arbitraryGraph, carryOut } from "../edit/test-kit/random-edits.ts";
import { mergeDrafts } from "./merge-drafts.ts";

const draft = (graph: Graph): Draft => ({ graph, triggers: [] });
const step = (id: string, more: object = {}) => ({ id, type: "transform", data: {}, ...more });
const edge = (source: string, target: string) => ({ id: `${source}>${target}`, source, target });
const base: Draft = {
  graph: {
    nodes: [step("a", { data: { output: 1, x: 1 } }), step("b"), step("c")],
    edges: [edge("a", "b"), edge("b", "c")],
  },
  triggers: [{ id: "t", eventType: "lead.created" }],
};
const withGraph = (change: Partial<Graph>): Draft => ({ ...base, graph: { ...base.graph, ...change } });

describe("without conflicts", () => {
  test("changes of different fields of one node are both there", () => {
    const [first, ...rest] = base.graph.nodes;
    const mine = withGraph({ nodes: [{ ...first!, data: { output: 2, x: 1 } }, ...rest] });
    const theirs = withGraph({ nodes: [{ ...first!, data: { output: 1, x: 3 }, label: "First" }, ...rest] });
    const { draft: merged, conflicts } = mergeDrafts({ base, mine, theirs });
    expect(conflicts).toEqual([]);
    expect(merged.graph.nodes[0]).toEqual({ id: "a", type: "transform", data: { output: 2, x: 3 }, label: "First" });
  });

  test("what both added under one id are two nodes, and mine gets another id with all that reads it", () => {
    const mine = withGraph({
      nodes: [
        ...base.graph.nodes,
        step("d", { data: { output: "mine" } }),
        step("e", { data: { output: "{{ steps.d.x }}" } }),
      ],
      edges: [...base.graph.edges, edge("c", "d"), edge("d", "e")],
    });
    const theirs = withGraph({
      nodes: [...base.graph.nodes, step("d", { data: { output: "theirs" } })],
      edges: [...base.graph.edges, edge("c", "d")],
    });
    const { draft: merged, conflicts } = mergeDrafts({ base, mine, theirs });
    expect(conflicts).toEqual([]);
    expect(merged.graph.nodes.slice(3).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      step("d", { data: { output: "theirs" } }),
      step("d2", { data: { output: "mine" } }),
      step("e", { data: { output: "{{ steps.d2.x }}" } }),
    ]);
    const ends = merged.graph.edges.map(({ source, target }) => `${source}>${target}`);
    expect(new Set(ends)).toEqual(new Set(["a>b", "b>c", "c>d", "c>d2", "d2>e"]));
  });

  test("places on the canvas never conflict; mine stay", () => {
    const [first, ...rest] = base.graph.nodes;
    const at = (x: number) =>
      withGraph({ nodes: [{ ...first!, position: { x, y: 0 } } as typeof first & object, ...rest] });
    const { draft: merged, conflicts } = mergeDrafts({ base: at(0), mine: at(1), theirs: at(2) });
    expect(conflicts).toEqual([]);
    expect(merged).toEqual(at(1));
  });
});

describe("conflicts", () => {
  test("of one field name both values, and a choice decides", () => {
    const triggers = (eventType: string): Draft => ({ ...base, triggers: [{ id: "t", eventType }] });
    const versions = { base, mine: triggers("lead.mine"), theirs: triggers("lead.theirs") };
    const { draft: merged, conflicts } = mergeDrafts(versions);
    expect(conflicts).toMatchObject([
      { kind: "trigger", id: "t", path: "/eventType", base: "lead.created", mine: "lead.mine", theirs: "lead.theirs" },
    ]);
    expect(merged.triggers).toEqual([{ id: "t", eventType: "lead.mine" }]);
    const chosen = mergeDrafts(versions, new Map([[conflicts[0]!.key, "theirs"]]));
    expect(chosen.draft.triggers).toEqual([{ id: "t", eventType: "lead.theirs" }]);
  });

  test("a node that one side removed and the other one changed stays, with its edges", () => {
    const theirs = withGraph({ nodes: base.graph.nodes.filter(({ id }) => id !== "b"), edges: [] });
    const mine = withGraph({
      nodes: base.graph.nodes.map((one) => (one.id === "b" ? { ...one, label: "Mine" } : one)),
    });
    const { draft: merged, conflicts } = mergeDrafts({ base, mine, theirs });
    expect(conflicts).toMatchObject([{ kind: "node", id: "b", path: "", taken: "mine" }]);
    expect(merged.graph).toEqual(mine.graph);
    const chosen = mergeDrafts({ base, mine, theirs }, new Map([[conflicts[0]!.key, "theirs"]]));
    expect(chosen.draft.graph).toEqual(theirs.graph);
    expect(mergeDrafts({ base, mine: theirs, theirs: mine }).draft.graph).toEqual(mine.graph);
  });

  test("a node that one side removed and the other one connected stays", () => {
    const theirs = withGraph({ nodes: base.graph.nodes.filter(({ id }) => id !== "c"), edges: [edge("a", "b")] });
    const mine = withGraph({ edges: [...base.graph.edges, edge("a", "c")] });
    const { draft: merged, conflicts } = mergeDrafts({ base, mine, theirs });
    expect(conflicts).toMatchObject([{ kind: "node", id: "c", path: "" }]);
    expect(merged.graph).toEqual(mine.graph);
  });

  test("a node that is new in a container that the other side removed keeps the container", () => {
    const box: Draft = draft({
      nodes: [step("box", { type: "parallel" }), step("in", { parentId: "box" })],
      edges: [],
    });
    const mine = draft({ nodes: [...box.graph.nodes, step("new", { parentId: "box" })], edges: [] });
    const { draft: merged } = mergeDrafts({ base: box, mine, theirs: draft({ nodes: [], edges: [] }) });
    expect(merged.graph.nodes.map(({ id }) => id)).toEqual(["box", "new"]);
  });
});

describe("random drafts", () => {
  const edits = fc.array(arbitraryEdit, { maxLength: 5 });
  const after = (graph: Graph, sequence: Parameters<typeof carryOut>[1][]) => draft(sequence.reduce(carryOut, graph));

  test("if only one side changed something, the merged draft is that side's", () => {
    fc.assert(
      fc.property(arbitraryGraph, edits, (graph, sequence) => {
        const [before, changed] = [draft(graph), after(graph, sequence)];
        expect(mergeDrafts({ base: before, mine: changed, theirs: before })).toEqual({ draft: changed, conflicts: [] });
        expect(mergeDrafts({ base: before, mine: before, theirs: changed })).toEqual({ draft: changed, conflicts: [] });
        expect(mergeDrafts({ base: before, mine: changed, theirs: changed })).toEqual({
          draft: changed,
          conflicts: [],
        });
      }),
      { numRuns: 60 },
    );
  });

  test("nothing that either side added or changed is lost: it is in the merged draft, or it is a conflict", () => {
    fc.assert(
      fc.property(arbitraryGraph, edits, edits, (graph, one, other) => {
        const versions = { base: draft(graph), mine: after(graph, one), theirs: after(graph, other) };
        const { draft: merged, conflicts } = mergeDrafts(versions);
        const kept = new Map(merged.graph.nodes.map((node) => [node.id, node]));
        const before = new Map(graph.nodes.map((node) => [node.id, node]));
        for (const side of ["mine", "theirs"] as const) {
          for (const node of versions[side].graph.nodes) {
            const label = node.label;
            if (label === undefined || label === before.get(node.id)?.label) continue;
            const isKept =
              kept.get(node.id)?.label === label || merged.graph.nodes.some((found) => found.label === label);
            expect(isKept || conflicts.some((conflict) => conflict.kind === "node" && conflict.id === node.id)).toBe(
              true,
            );
          }
          const added = versions[side].graph.nodes.filter(({ id }) => !before.has(id)).length;
          expect(merged.graph.nodes.filter(({ id }) => !before.has(id)).length).toBeGreaterThanOrEqual(added);
        }
        const ids = merged.graph.nodes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { source, target } of merged.graph.edges)
          expect([kept.has(source), kept.has(target)]).toEqual([true, true]);
        for (const { parentId } of merged.graph.nodes)
          if (parentId !== undefined) expect(kept.has(parentId)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
