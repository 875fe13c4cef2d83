import { diffGraphs, type Graph, type GraphEdge, type GraphNode } from "@tempograph/graph";
import { drawnEdges, portOf, withDrawnEdges } from "../../canvas/edit/drawn-edges.ts";
import { sizeOf } from "../../canvas/edit/frame-sizes.ts";
import { freshId, idsOf } from "../../canvas/edit/fresh-id.ts";
import { placeOf, withoutPlace } from "../../canvas/edit/place.ts";
import { TreeOfNodes } from "../../canvas/edit/tree-of-nodes.ts";
import type { Decoration, EdgeTone } from "../../canvas/view/decoration.ts";

/** Two graphs drawn as one: the newer one, with what the older one had beside it. */
export interface Overlay {
  readonly graph: Graph;
  readonly decorations: ReadonlyMap<string, Decoration>;
  readonly edgeTones: ReadonlyMap<string, EdgeTone>;
  /** The same for the edges of the older graph where it is drawn by itself. */
  readonly goneEdges: ReadonlyMap<string, EdgeTone>;
  /** How many nodes, and how many edges, each kind of change has. */
  readonly counts: Readonly<Record<"added" | "removed" | "changed" | "moved" | "edgesAdded" | "edgesRemoved", number>>;
}

/** What the layout adds to a node of a graph that was made without places. */
const GIVEN_PLACE: ReadonlySet<string> = new Set(["/position", "/width", "/height"]);

/**
 * Draws what differs between two graphs. Nodes that only stand elsewhere are `moved`: that changes nothing about what an execution does. A node that had
 * no place has not been moved by anybody: the editor gives one to each node when it opens a draft.
 */
export function overlayOf(before: Graph, after: Graph): Overlay {
  const { nodes } = diffGraphs({ graph: before }, { graph: after });
  const removed = new Set(nodes.removed.map(({ id }) => id));
  const moved = nodes.changed.filter(
    ({ layout, changes }) => layout && !changes.every(({ kind, path }) => kind === "added" && GIVEN_PLACE.has(path)),
  );
  const changed = nodes.changed.filter(({ layout }) => !layout);
  const decorations = new Map<string, Decoration>([
    ...nodes.added.map(({ id }) => [id, { tone: "added", text: "added" }] as const),
    ...[...removed].map((id) => [id, { tone: "removed", text: "removed" }] as const),
    ...changed.map(({ id }) => [id, { tone: "changed", text: "changed" }] as const),
    ...moved.map(({ id }) => [id, { tone: "plain", text: "moved" }] as const),
  ]);
  const old = keyed(drawnEdges(before));
  const now = keyed(drawnEdges(after));
  const gone = [...old].filter(([key]) => !now.has(key)).map(([, edge]) => edge);
  const added = [...now].filter(([key]) => !old.has(key)).map(([, edge]) => edge);
  const whole = withGoneEdges(withRemoved(before, after, removed), gone);
  return {
    graph: whole.graph,
    decorations,
    edgeTones: new Map<string, EdgeTone>([
      ...added.map(({ id }) => [id, "added"] as const),
      ...whole.ids.map((id) => [id, "removed"] as const),
    ]),
    goneEdges: new Map(gone.map(({ id }) => [id, "removed"] as const)),
    counts: {
      added: nodes.added.length,
      removed: removed.size,
      changed: changed.length,
      moved: moved.length,
      edgesAdded: added.length,
      edgesRemoved: gone.length,
    },
  };
}

function keyed(edges: readonly GraphEdge[]): ReadonlyMap<string, GraphEdge> {
  return new Map(edges.map((edge) => [endsOf(edge), edge]));
}

function endsOf(edge: GraphEdge): string {
  return JSON.stringify([edge.source, portOf(edge), edge.target]);
}

/** Where a removed node would cover another one, it loses its place, so that the layout finds it a free one near its neighbours. */
function withRemoved(before: Graph, after: Graph, removed: ReadonlySet<string>): Graph {
  const old = new TreeOfNodes(before);
  const now = new TreeOfNodes(after);
  const isFree = (node: GraphNode): boolean => {
    const place = placeOf(node);
    const parent = old.parentOf(node.id);
    if (place === undefined || (parent !== undefined && removed.has(parent))) return true;
    const size = sizeOf(old, node.id);
    return now.childrenOf(parent).every((other) => {
      const at = placeOf(other);
      if (at === undefined) return true;
      const own = sizeOf(now, other.id);
      return (
        place.x >= at.x + own.width ||
        at.x >= place.x + size.width ||
        place.y >= at.y + own.height ||
        at.y >= place.y + size.height
      );
    });
  };
  const rest = before.nodes.filter(({ id }) => removed.has(id));
  return { ...after, nodes: [...after.nodes, ...rest.map((node) => (isFree(node) ? node : withoutPlace(node)))] };
}

/** The edges of the older graph under ids of their own. The `next` of cases becomes edges, so that each is drawn once. */
function withGoneEdges(
  graph: Graph,
  gone: readonly GraphEdge[],
): { readonly graph: Graph; readonly ids: readonly string[] } {
  const drawn = withDrawnEdges(graph, new Set(graph.nodes.map(({ id }) => id)));
  const known = keyed(drawn.edges);
  const taken = idsOf(drawn.edges);
  const named = gone.map((edge) => {
    const same = known.get(endsOf(edge));
    if (same !== undefined) return same;
    const id = freshId(edge.id, taken);
    taken.add(id);
    return { ...edge, id };
  });
  const fresh = named.filter((edge) => !drawn.edges.includes(edge));
  return { graph: { ...drawn, edges: [...drawn.edges, ...fresh] }, ids: named.map(({ id }) => id) };
}
