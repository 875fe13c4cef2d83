import type { Graph } from "@tempograph/graph";
import { drawnEdges, portOf } from "../canvas/edit/drawn-edges.ts";
import type { Decoration, EdgeTone } from "../canvas/view/decoration.ts";
import type { Moment } from "../replay/trace-player.ts";
import { decorationsOf, edgeTonesOf } from "../replay/decorations.ts";
import { shownSteps } from "../replay/iterations.ts";

/** How the path through the graph is lit at a moment. */
export interface Lit {
  readonly decorations: ReadonlyMap<string, Decoration>;
  readonly edgeTones: ReadonlyMap<string, EdgeTone>;
}

/** The path through the graph at a moment of a simulation, in the form in which executions are drawn. */
export function litAt(graph: Graph, moment: Moment): Lit {
  const shown = shownSteps(moment.steps, new Map());
  const ids = graph.nodes.map(({ id }) => id);
  const edges = drawnEdges(graph).map((edge) => ({ id: edge.id, source: edge.source, port: portOf(edge) }));
  return {
    decorations: decorationsOf(shown, ids),
    edgeTones: edgeTonesOf(edges, shown, moment.taken),
  };
}
