import {
  isSameJson,
  renameNodes,
  triggerId,
  type Graph,
  type GraphEdge,
  type GraphNode,
  type Trigger,
  type Draft,
} from "@tempograph/graph";
import { freshId } from "../edit/fresh-id.ts";
import type { Choices, Conflict } from "./conflict.ts";
import { type Elements, mergeElements, type Versions } from "./merge-elements.ts";
import { Conflicts, meansTheSame, mergeValues } from "./merge-values.ts";

export interface Merged {
  readonly draft: Draft;
  /** For people to look at. The merged draft has a value for each of them already. */
  readonly conflicts: readonly Conflict[];
}

/**
 * Merges two drafts that were made from the same one, node by node. What only one side changed, both get. Where both changed the same
 * field, mine is taken unless `choices` says otherwise; what one side removed and the other one changed stays. Nodes that both sides
 * added under the same id are two nodes, and mine gets another id.
 */
export function mergeDrafts(versions: Versions<Draft>, choices: Choices = new Map()): Merged {
  const { base, theirs } = versions;
  const mine = withFreeIds(versions);
  const conflicts = new Conflicts(choices);
  const graphs = { base: base.graph, mine: mine.graph, theirs: theirs.graph };
  const changed = { mine: touchedNodes(base.graph, mine.graph), theirs: touchedNodes(base.graph, theirs.graph) };
  const merged = mergeElements("node", each(graphs, nodesOf), conflicts, (id, side) =>
    changed[side].has(id) ? "asConflict" : undefined,
  );
  const nodes = withParents(merged, graphs);
  const inGraph = each(graphs, nodesOf);
  // An edge that one side removed together with a node comes back with the node.
  const edges = mergeElements("edge", each(graphs, edgesOf), conflicts, (id, side) => {
    const edge = graphs[side].edges.find((one) => one.id === id);
    const removedBy = inGraph[side === "mine" ? "theirs" : "mine"];
    const isBack = (end: string | undefined) => end !== undefined && nodes.has(end) && !removedBy.has(end);
    return isBack(edge?.source) || isBack(edge?.target) ? "silently" : undefined;
  });
  const triggers = mergeElements(
    "trigger",
    each({ base: base.triggers, mine: mine.triggers, theirs: theirs.triggers }, triggersOf),
    conflicts,
  );
  const rest = each(graphs, ({ nodes: _, edges: __, ...others }) => others);
  const others = mergeValues(rest.base, rest.mine, rest.theirs, { kind: "graph", id: "", path: "" }, conflicts);
  const graph = {
    ...(others as Partial<Graph>),
    nodes: [...nodes.values()],
    edges: [...edges.values()].filter(({ source, target }) => nodes.has(source) && nodes.has(target)),
  };
  return { draft: { graph, triggers: [...triggers.values()] }, conflicts: conflicts.found };
}

function each<From, To>({ base, mine, theirs }: Versions<From>, map: (from: From) => To): Versions<To> {
  return { base: map(base), mine: map(mine), theirs: map(theirs) };
}

const nodesOf = ({ nodes }: Graph): Elements<GraphNode> => new Map(nodes.map((node) => [node.id, node]));
const edgesOf = ({ edges }: Graph): Elements<GraphEdge> => new Map(edges.map((edge) => [edge.id, edge]));
const triggersOf = (triggers: readonly Trigger[]): Elements<Trigger> =>
  new Map(triggers.map((trigger, index) => [triggerId(trigger, index), trigger]));

/** Mine, in which nothing that I added has the id of something else that they added. */
function withFreeIds({ base, mine, theirs }: Versions<Draft>): Draft {
  const nodeIds = newIds(each({ base, mine, theirs }, ({ graph }) => nodesOf(graph)));
  const renamed = renameNodes(mine.graph, nodeIds);
  const edgeIds = newIds(each({ base: base.graph, mine: renamed, theirs: theirs.graph }, edgesOf));
  const triggerIds = newIds(each({ base, mine, theirs }, ({ triggers }) => triggersOf(triggers)));
  return {
    graph: { ...renamed, edges: renamed.edges.map((edge) => ({ ...edge, id: edgeIds.get(edge.id) ?? edge.id })) },
    triggers: mine.triggers.map((trigger, index) => {
      const id = triggerIds.get(triggerId(trigger, index));
      return id === undefined ? trigger : { ...trigger, id };
    }),
  };
}

function newIds<Element>({ base, mine, theirs }: Versions<Elements<Element>>): ReadonlyMap<string, string> {
  const taken = new Set([...base.keys(), ...mine.keys(), ...theirs.keys()]);
  const ids = new Map<string, string>();
  for (const [id, element] of mine) {
    const other = theirs.get(id);
    if (base.has(id) || other === undefined || isSameJson(element, other)) continue;
    const fresh = freshId(id, taken);
    taken.add(fresh);
    ids.set(id, fresh);
  }
  return ids;
}

/** Nodes that something new or changed refers to: the ends of an edge, the container of a node, the node that compensates another. */
function touchedNodes(base: Graph, graph: Graph): ReadonlySet<string> {
  const [edges, nodes] = [edgesOf(base), nodesOf(base)];
  const touched = new Set<string>();
  for (const edge of graph.edges) {
    if (isSameJson(edges.get(edge.id), edge)) continue;
    touched.add(edge.source).add(edge.target);
  }
  for (const node of graph.nodes) {
    const before = nodes.get(node.id);
    if (before !== undefined && meansTheSame(before, node)) continue;
    for (const id of [node.parentId, node.settings?.compensate]) if (id !== undefined) touched.add(id);
  }
  return touched;
}

/** A node that stays needs the container around it. */
function withParents(merged: Elements<GraphNode>, { mine, theirs }: Versions<Graph>): Elements<GraphNode> {
  const known = new Map([...nodesOf(theirs), ...nodesOf(mine)]);
  const all = new Map(merged);
  for (const node of merged.values()) {
    for (
      let at = known.get(node.parentId ?? "");
      at !== undefined && !all.has(at.id);
      at = known.get(at.parentId ?? "")
    )
      all.set(at.id, at);
  }
  return all;
}
