import { useMemo, useState } from "react";
import type { Place, Size } from "../edit/place.ts";
import type { FlowEdge } from "./flow-edges.ts";
import { createDrawing, type Drawing, type FlowNode } from "./flow-elements.ts";

export interface CanvasSelection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export const NOTHING_SELECTED: CanvasSelection = { nodes: new Set(), edges: new Set() };

interface Shown {
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
  /** The nodes where the graph has them, whatever is being dragged. */
  readonly settled: readonly FlowNode[];
}

/** What React Flow draws, with what is selected and with nodes where a drag has them and as large as a hand has made them. Elements that stay the same keep their identity. */
export function useFlowElements(
  { graph, triggers, nodeTypes, decorations, edgeTones, problems }: Drawing,
  selection: CanvasSelection,
  dragged: ReadonlyMap<string, Place>,
  resized: ReadonlyMap<string, Size>,
): Shown {
  const [draw] = useState(createDrawing);
  const elements = useMemo(
    () => draw({ graph, triggers, nodeTypes, decorations, edgeTones, problems }),
    [draw, graph, triggers, nodeTypes, decorations, edgeTones, problems],
  );
  const nodes = useMemo(
    () =>
      elements.nodes.map((node) => {
        const place = dragged.get(node.id);
        const size = resized.get(node.id);
        const isSelected = selection.nodes.has(node.id);
        if (place === undefined && size === undefined && !isSelected) return node;
        return {
          ...node,
          selected: isSelected,
          ...(place !== undefined && { position: place }),
          ...(size !== undefined && { ...size, measured: size }),
        } as FlowNode;
      }),
    [elements, selection.nodes, dragged, resized],
  );
  const edges = useMemo(
    () => elements.edges.map((edge) => (selection.edges.has(edge.id) ? { ...edge, selected: true } : edge)),
    [elements.edges, selection.edges],
  );
  return { nodes, edges, settled: elements.nodes };
}
