import type { Graph, NodeScope } from "@tempograph/graph";
import { useMemo } from "react";
import { useMachine } from "../../machine/use-machine.ts";
import type { LoopAround } from "../../machine/sample-in-loops.ts";
import { loopsAround } from "./loops-around.ts";

/** The sample for the form of a node: with the first item of the loops that the node is in; `within` also of the loop that it is itself. */
export function useLoopSample(
  graph: Graph,
  nodeId: string,
  sample: NodeScope,
): { readonly around: NodeScope; readonly within: NodeScope } {
  const { type, parentId = "" } = graph.nodes.find(({ id }) => id === nodeId) ?? {};
  const around = useSampleIn(loopsAround(graph, parentId), sample, "around");
  const within = useSampleIn(type === undefined ? [] : loopsAround(graph, nodeId), sample, "within");
  return useMemo(() => ({ around, within }), [around, within]);
}

/** The sample keeps its identity while the loops stay the same: a new one would close what somebody is completing. */
function useSampleIn(loops: readonly LoopAround[], sample: NodeScope, lane: string): NodeScope {
  const written = JSON.stringify(loops);
  const asked = useMemo(
    () => (written === "[]" ? null : { loops: JSON.parse(written) as readonly LoopAround[], scope: sample }),
    [written, sample],
  );
  return useMachine("sampleInLoops", asked, { lane: `sample ${lane}` }).value ?? sample;
}
