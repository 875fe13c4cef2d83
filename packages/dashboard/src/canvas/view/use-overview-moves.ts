import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { FlowEdge } from "./flow-edges.ts";
import type { FlowNode } from "./flow-elements.ts";

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
    let last = { x: 0, y: 0 };
    svg.addEventListener(
      "pointerdown",
      ({ pointerId, clientX, clientY }) => {
        svg.setPointerCapture(pointerId);
        last = { x: clientX, y: clientY };
      },
      { signal },
    );
    svg.addEventListener(
      "pointermove",
      ({ pointerId, clientX, clientY }) => {
        if (!svg.hasPointerCapture(pointerId)) return;
        const { x, y, zoom } = getViewport();
        const factor = latest.current * zoom;
        void setViewport({ x: x - (clientX - last.x) * factor, y: y - (clientY - last.y) * factor, zoom });
        last = { x: clientX, y: clientY };
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
