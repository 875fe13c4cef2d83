import { type ReactFlowInstance, useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useEffect } from "react";
import type { FlowEdge } from "./flow-edges.ts";
import type { FlowNode } from "./flow-elements.ts";

/** Then the smallest words on cards, of 12 px, are 11 px high: whoever edits a graph reads them. */
const READABLE = 11 / 12;
/** Below this the words cannot be told apart any more: enough for whoever watches where an execution is. */
const LEGIBLE = 0.55;

/** Opens with the whole graph in view, or with the beginning of one that is too large to be read as a whole. */
export function useOpeningView(isEdited: boolean): (flow: ReactFlowInstance<FlowNode, FlowEdge>) => void {
  const store = useStoreApi();
  return useCallback(
    (flow) => {
      const { width, height } = store.getState();
      const bounds = flow.getNodesBounds(flow.getNodes());
      const least = isEdited ? READABLE : LEGIBLE;
      const zoom = Math.min(width / (bounds.width + 80), height / (bounds.height + 80));
      if (zoom >= least) void flow.fitView({ padding: 0.1, minZoom: least, maxZoom: 1 });
      else void flow.setViewport({ x: 24 - bounds.x * least, y: height / 2 - middle(flow) * least, zoom: least });
    },
    [store, isEdited],
  );
}

/** The height at which the graph begins. */
function middle(flow: ReactFlowInstance<FlowNode, FlowEdge>): number {
  const outermost = flow.getNodes().filter(({ parentId }) => parentId === undefined);
  const [first] = outermost.toSorted((a, b) => a.position.x - b.position.x);
  return first === undefined ? 0 : first.position.y + (first.height ?? 0) / 2;
}

/** Brings a node into view that was selected and is outside of it. */
export function useShowNode(id: string | undefined): void {
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const store = useStoreApi();
  useEffect(() => {
    const node = id === undefined ? undefined : flow.getInternalNode(id);
    if (node === undefined) return;
    const { width, height, transform } = store.getState();
    const [left, top, zoom] = transform;
    const { x, y } = node.internals.positionAbsolute;
    const [w, h] = [node.measured.width ?? 0, node.measured.height ?? 0];
    const [atX, atY] = [x * zoom + left, y * zoom + top];
    const isVisible = atX + w * zoom > 0 && atX < width && atY + h * zoom > 0 && atY < height;
    if (!isVisible)
      void flow.setCenter(x + Math.min(w, width) / 2, y + Math.min(h, height) / 2, { zoom: Math.max(zoom, LEGIBLE) });
  }, [id, flow, store]);
}
