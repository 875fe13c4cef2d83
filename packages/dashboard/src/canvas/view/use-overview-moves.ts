import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { FlowEdge, FlowNode } from "./flow-elements.ts";

/** How much a line or a page of a mouse wheel zooms beside a pixel, by `deltaMode`. */
const WHEEL = [0.002, 0.05, 1] as const;

/**
 * Pulling the overview moves the canvas, and the wheel on it zooms.
 *
 * @param scale how much of the canvas a pixel of the overview shows
 */
export function useOverviewMoves(overview: RefObject<SVGSVGElement | null>, scale: number): void {
  const { getViewport, setViewport, getZoom, zoomTo } = useReactFlow<FlowNode, FlowEdge>();
  const latest = useRef(scale);
  useEffect(() => {
    latest.current = scale;
  });
  useEffect(() => {
    const svg = overview.current;
    if (svg === null) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    svg.addEventListener("pointerdown", ({ pointerId }) => svg.setPointerCapture(pointerId), { signal });
    svg.addEventListener(
      "pointermove",
      ({ pointerId, movementX, movementY }) => {
        if (!svg.hasPointerCapture(pointerId)) return;
        const { x, y, zoom } = getViewport();
        const factor = latest.current * zoom;
        void setViewport({ x: x - movementX * factor, y: y - movementY * factor, zoom });
      },
      { signal },
    );
    // React's own listeners cannot keep the page from scrolling.
    svg.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        void zoomTo(getZoom() * 2 ** (-event.deltaY * (WHEEL[event.deltaMode] ?? 1)));
      },
      { signal, passive: false },
    );
    return () => leaving.abort();
  }, [overview, getViewport, setViewport, getZoom, zoomTo]);
}
