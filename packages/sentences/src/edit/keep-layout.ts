import {
  normalise,
  triggerId,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Trigger,
  type Draft,
} from "@tempograph/graph";

/**
 * What a text says, with everything of `before` that a text cannot say: positions and other unknown keys, frames around nodes, the
 * ids of edges, and the order of nodes and edges. Nodes are the same where they have the same id.
 */
export function keepLayout(before: Draft, said: Draft): Draft {
  const frames = framesOf(before.graph);
  const known = new Map(before.graph.nodes.map((node) => [node.id, node]));
  const scopes = new Map(normalise(before.graph).nodes.map(({ id, parentId }) => [id, parentId]));
  const nodes = said.graph.nodes.map((node) => {
    const old = known.get(node.id);
    return old === undefined ? node : withLayout(node, old, scopes.get(node.id) === node.parentId);
  });
  const { settings: _, ...extra } = before.graph;
  return {
    triggers: said.triggers.map((trigger, index) => withId(trigger, index, before.triggers[index])),
    graph: {
      ...extra,
      ...said.graph,
      nodes: inOrder([...frames, ...nodes], before.graph.nodes, ({ id }) => id),
      edges: edgesLike(before.graph.edges, said.graph.edges),
    },
  };
}

/** An id that a trigger has by its position is not said, and stays where it was written. */
function withId(trigger: Trigger, index: number, old: Trigger | undefined): Trigger {
  const id = triggerId(trigger, index);
  return trigger.id === undefined && old?.id === id ? { id, ...trigger } : trigger;
}

/** Frames of an editor around nodes: they mean nothing for an execution. */
function framesOf(graph: Graph): readonly GraphNode[] {
  const steps = new Set(normalise(graph).nodes.map(({ id }) => id));
  return graph.nodes.filter(({ id }) => !steps.has(id));
}

function withLayout(node: GraphNode, old: GraphNode, isInSameScope: boolean): GraphNode {
  const { id: _id, type: _type, data: _data, label: _label, parentId, settings: _settings, ...layout } = old;
  // A node in a frame names the frame as its parent, and is in the scope that is around the frame.
  return { ...layout, ...node, ...(isInSameScope && parentId !== undefined && { parentId }) };
}

const joins = ({ source, sourceHandle, target }: GraphEdge) => JSON.stringify([source, sourceHandle ?? "out", target]);

function edgesLike(before: readonly GraphEdge[], said: readonly GraphEdge[]): readonly GraphEdge[] {
  const left = new Map<string, GraphEdge[]>();
  for (const edge of before) left.set(joins(edge), [...(left.get(joins(edge)) ?? []), edge]);
  const taken = new Set(before.map(({ id }) => id));
  const edges = said.map((edge) => left.get(joins(edge))?.shift() ?? withFreeId(edge, taken));
  return inOrder(edges, before, ({ id }) => id);
}

function withFreeId(edge: GraphEdge, taken: Set<string>): GraphEdge {
  let { id } = edge;
  for (let more = 2; taken.has(id); more += 1) id = `${edge.id}#${more}`;
  taken.add(id);
  return id === edge.id ? edge : { ...edge, id };
}

/** What was there before keeps its order; what is new follows. */
function inOrder<T>(items: readonly T[], before: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const places = new Map(before.map((item, index) => [keyOf(item), index]));
  const place = (item: T) => places.get(keyOf(item)) ?? before.length;
  return items.toSorted((a, b) => place(a) - place(b));
}
