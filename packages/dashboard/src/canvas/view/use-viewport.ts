import { type ReactFlowInstance, useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useEffect } from "react";
import type { FlowEdge } from "./flow-edges.ts";
import type { FlowNode } from "./flow-elements.ts";

/** Below this the words on cards cannot be read any more. */
const READABLE = 0.55;

/** Opens with the whole graph in view, or with the beginning of one that is too large to be read as a whole. */
export function useOpeningView(): (flow: ReactFlowInstance<FlowNode, FlowEdge>) => void {
  const store = useStoreApi();
  return useCallback(
    (flow) => {
      const { width, height } = store.getState();
      const bounds = flow.getNodesBounds(flow.getNodes());
      const zoom = Math.min(width / (bounds.width + 80), height / (bounds.height + 80));
      if (zoom >= READABLE) void flow.fitView({ padding: 0.1, maxZoom: 1 });
      else
        void flow.setViewport({ x: 24 - bounds.x * READABLE, y: height / 2 - middle(flow) * READABLE, zoom: READABLE });
    },
    [store],
  );
}

/** The height at which the graph begins. */
function middle(flow: ReactFlowInstance<FlowNode, FlowEdge>): number {
  const [first] = flow.getNodes().toSorted((a, b) => a.position.x - b.position.x);
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
      void flow.setCenter(x + Math.min(w, width) / 2, y + Math.min(h, height) / 2, { zoom: Math.max(zoom, READABLE) });
  }, [id, flow, store]);
}
