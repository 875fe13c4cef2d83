import { type Graph, type GraphEdge, type GraphNode, type NodeTypeManifest } from "@tempograph/graph";
import { leadsTo } from "./connect.ts";
import { drawnEdges, portOf, withDrawnEdges, withoutNext } from "./drawn-edges.ts";
import { freshId, idsOf } from "./fresh-id.ts";
import { fitFrames } from "./frame-sizes.ts";
import { FRAME_PADDING, FRAME_TITLE, minus, placeOf, plus, withPlace } from "./place.ts";
import { FRAME_TYPE, TreeOfNodes } from "./tree-of-nodes.ts";

/** Why nodes cannot be put into a container of their own, as a sentence for people; undefined if they can. */
export function wrapRefusal(graph: Graph, ids: Iterable<string>, type: string): string | undefined {
  const tree = new TreeOfNodes(graph);
  const members = tree.outermost(ids);
  if (members.length === 0) return "Select the nodes that should be inside.";
  if (new Set(members.map((id) => tree.parentOf(id))).size > 1) return "The nodes are in different containers.";
  if (type === FRAME_TYPE) return undefined;
  if (tree.holdsStart(members)) return "The start cannot be inside a container.";
  const inside = tree.withInside(members);
  const edges = drawnEdges(graph);
  const outside = edges.filter(({ source, target }) => !inside.has(source) && !inside.has(target));
  const leaving = edges.filter(({ source, target }) => inside.has(source) && !inside.has(target));
  const entering = edges.filter(({ source, target }) => !inside.has(source) && inside.has(target));
  const comesBack = leaving.some((out) => entering.some((back) => leadsTo(outside, out.target, back.source)));
  return comesBack
    ? "A path leads out of these nodes and back into them. Select the nodes between them, too."
    : undefined;
}

/**
 * Puts nodes into a new container. What led to one of them leads to the container, and what led on from them leads on from the
 * container. The graph stays as it is where `wrapRefusal` has a reason.
 */
export function wrap(
  graph: Graph,
  ids: Iterable<string>,
  { type, example }: Pick<NodeTypeManifest, "type" | "example">,
): { readonly graph: Graph; readonly id: string } | undefined {
  const selected = [...ids];
  if (wrapRefusal(graph, selected, type) !== undefined) return undefined;
  const tree = new TreeOfNodes(graph);
  const inside = new Set(tree.outermost(selected));
  const members = [...inside].map((id) => tree.byId.get(id)!);
  const places = members.map((node) => placeOf(node) ?? { x: 0, y: 0 });
  const corner = { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
  const position = minus(corner, { x: FRAME_PADDING, y: FRAME_TITLE });
  const parentId = tree.parentOf(members[0]!.id);
  const id = freshId(type, idsOf(graph.nodes));
  const container = {
    id,
    type,
    data: type === FRAME_TYPE ? {} : (example ?? {}),
    position,
    ...(parentId === undefined ? {} : { parentId }),
  } as GraphNode;
  const drawn = type === FRAME_TYPE ? graph : withEdgesAround(graph, tree.withInside(inside), id);
  const first = drawn.nodes.findIndex((node) => inside.has(node.id));
  const nodes = drawn.nodes.map((node) =>
    inside.has(node.id) ? withPlace({ ...node, parentId: id }, minus(placeOf(node) ?? corner, position)) : node,
  );
  return { graph: fitFrames({ ...drawn, nodes: nodes.toSpliced(first, 0, container) }), id };
}

function withEdgesAround(graph: Graph, inside: ReadonlySet<string>, container: string): Graph {
  const isCrossing = ({ source, target }: GraphEdge) => inside.has(source) !== inside.has(target);
  const drawn = withDrawnEdges(
    graph,
    new Set(
      drawnEdges(graph)
        .filter(isCrossing)
        .map(({ source }) => source),
    ),
  );
  return withoutTwins({
    ...drawn,
    edges: drawn.edges.map((edge) => {
      if (!isCrossing(edge)) return edge;
      if (inside.has(edge.target)) return { ...edge, target: container };
      const { sourceHandle, ...rest } = edge;
      return { ...rest, source: container, ...(sourceHandle === "error" ? { sourceHandle } : {}) };
    }),
  });
}

/** Of edges between the same port and the same node, the first one is enough. */
function withoutTwins(graph: Graph): Graph {
  const seen = new Set<string>();
  return {
    ...graph,
    edges: graph.edges.filter((edge) => {
      const key = JSON.stringify([edge.source, portOf(edge), edge.target]);
      return seen.size < seen.add(key).size;
    }),
  };
}

/**
 * Takes the members of a container out of it and removes the container. What led to it leads to its first nodes, and its last nodes
 * lead to what followed on `out`. Its other ports, such as `catch`, have no node any more that could end on them.
 */
export function unwrap(graph: Graph, id: string): Graph {
  const tree = new TreeOfNodes(graph);
  const container = tree.byId.get(id);
  if (container === undefined) return graph;
  // Nodes in drawn frames are connected like the others of the scope.
  const members = graph.nodes.filter((node) => node.type !== FRAME_TYPE && tree.scopeOf(node.id) === id);
  const isDrawnOnly = container.type === FRAME_TYPE;
  const linked = isDrawnOnly ? graph : withEdgesOf(graph, id, idsOf(members));
  const origin = placeOf(container) ?? { x: 0, y: 0 };
  const nodes = linked.nodes.flatMap((node) => {
    if (node.id === id) return [];
    const rest = isDrawnOnly ? node : withoutNext(node, (next) => next === id);
    if (node.parentId !== id) return [rest];
    const { parentId: _, ...free } = rest;
    const outside = container.parentId === undefined ? free : { ...free, parentId: container.parentId };
    return [withPlace(outside, plus(placeOf(node) ?? { x: 0, y: 0 }, origin))];
  });
  return fitFrames({ ...linked, nodes });
}

function withEdgesOf(graph: Graph, id: string, members: ReadonlySet<string>): Graph {
  const drawn = withDrawnEdges(
    graph,
    new Set(drawnEdges(graph).flatMap((edge) => (edge.target === id ? [edge.source] : []))),
  );
  const all = drawnEdges(drawn);
  const roots = [...members].filter((member) => !all.some(({ target }) => target === member));
  const leaves = [...members].filter((member) => !all.some(({ source }) => source === member));
  const taken = idsOf(drawn.edges);
  const numbered = (edge: GraphEdge, index: number): GraphEdge => {
    if (index === 0) return edge;
    const fresh = freshId(edge.id, taken);
    taken.add(fresh);
    return { ...edge, id: fresh };
  };
  return withoutTwins({
    ...drawn,
    edges: drawn.edges.flatMap((edge) => {
      if (edge.target === id) return roots.map((target, index) => numbered({ ...edge, target }, index));
      if (edge.source !== id) return [edge];
      return portOf(edge) === "out" ? leaves.map((source, index) => numbered({ ...edge, source }, index)) : [];
    }),
  });
}
