import type { Graph, GraphEdge } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import { fieldChanges } from "./field-changes.ts";
import type { ElementsDiff, ElementChange, FieldChange, GraphDiff } from "./graph-diff.ts";
import { isEdgeLayout, isTriggerLayout, NodeLayout } from "./layout.ts";
import { pairElements } from "./pair-elements.ts";

/** A graph and its triggers, as `parseGraph` and `parseTriggers` return them. */
export interface DiffedGraph {
  readonly graph: Graph;
  readonly triggers?: readonly Trigger[];
}

/**
 * The changes from `before` to `after`, as data. Nodes and triggers are matched by id; edges by the ports that they
 * connect, then by id. `diffGraphs(b, a)` is `diffGraphs(a, b)` with the roles swapped.
 */
export function diffGraphs(before: DiffedGraph, after: DiffedGraph): GraphDiff {
  const layout = new NodeLayout(before.graph, after.graph);
  const nodes = diffElements(before.graph.nodes, after.graph.nodes, [idOf], layout.isField);
  const edges = diffElements(before.graph.edges, after.graph.edges, [idAndEnds, endsOf, idOf], isEdgeLayout);
  const triggers = diffElements(before.triggers ?? [], after.triggers ?? [], [idOf], isTriggerLayout);
  const settings = fieldChanges(before.graph.settings, after.graph.settings, () => false, "/settings");
  const other = fieldChanges(otherKeys(before.graph), otherKeys(after.graph), () => true);
  const parts = [nodes, edges, triggers];
  return {
    identical: parts.every(isEmpty) && settings.length === 0 && other.length === 0,
    sameMeaning:
      settings.length === 0 &&
      parts.every(({ changed }) => changed.every((change) => change.layout)) &&
      [edges, triggers].every(({ added, removed, reordered }) => added.length + removed.length === 0 && !reordered) &&
      !nodes.reordered &&
      nodes.added.every(layout.isAdded) &&
      nodes.removed.every(layout.isRemoved),
    nodes,
    edges,
    triggers,
    settings,
    other,
  };
}

function diffElements<Element extends { readonly id?: string }>(
  before: readonly Element[],
  after: readonly Element[],
  keys: readonly ((element: Element) => string)[],
  layoutOf: (before: Element, after: Element) => (path: string) => boolean,
): ElementsDiff<Element> {
  const { pairs, added, removed, reordered } = pairElements(before, after, keys);
  const changed: (ElementChange<Element> & { readonly order: string })[] = [];
  for (const [one, other] of pairs) {
    const changes: readonly FieldChange[] = fieldChanges(one, other, layoutOf(one, other));
    if (changes.length === 0) continue;
    const layout = changes.every((change) => change.layout);
    const [id] = [idOf(one), idOf(other)].sort() as [string, string];
    const order = [id, ...[keys[0]!(one), keys[0]!(other)].sort()].join("\n");
    changed.push({ id, before: one, after: other, changes, layout, order });
  }
  changed.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  return { added, removed, changed: changed.map(({ order: _, ...change }) => change), reordered };
}

function isEmpty({ added, removed, changed, reordered }: ElementsDiff<unknown>): boolean {
  return added.length + removed.length + changed.length === 0 && !reordered;
}

const idOf = (element: { readonly id?: string }): string => element.id ?? "";

const endsOf = ({ source, target, sourceHandle }: GraphEdge): string =>
  JSON.stringify([source, sourceHandle ?? "out", target]);

const idAndEnds = (edge: GraphEdge): string => JSON.stringify([edge.id, endsOf(edge)]);

function otherKeys(graph: Graph): object {
  const { nodes: _, edges: __, settings: ___, ...rest } = graph;
  return rest;
}
