import { Panel, type ReactFlowState, useStore } from "@xyflow/react";
import { memo, useMemo, useRef, type ReactElement } from "react";
import { boxesOf } from "./boxes-of.ts";
import type { FlowNode } from "./flow-elements.ts";
import { useOverviewMoves } from "./use-overview-moves.ts";

const WIDTH = 200;
const HEIGHT = 150;
/** Of the overview, on each side. */
const MARGIN = 5;

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * The whole graph, small, and which part of it is in view. All nodes are one path: React Flow's own overview has an element and a
 * subscription for each node, which with 1,000 nodes takes most of the time of every move of a card.
 */
export const Overview = memo(function Overview({ nodes }: { readonly nodes: readonly FlowNode[] }): ReactElement {
  const { path, area } = useMemo(() => drawn(nodes), [nodes]);
  const view = useStore(viewOf, isSame);
  const svg = useRef<SVGSVGElement>(null);
  const whole = around(area, view);
  const [width, height] = [whole.right - whole.left, whole.bottom - whole.top];
  const scale = Math.max(width / (WIDTH - 2 * MARGIN), height / (HEIGHT - 2 * MARGIN)) || 1;
  useOverviewMoves(svg, scale);
  const box: Area = {
    left: whole.left + (width - WIDTH * scale) / 2,
    top: whole.top + (height - HEIGHT * scale) / 2,
    right: whole.left + (width + WIDTH * scale) / 2,
    bottom: whole.top + (height + HEIGHT * scale) / 2,
  };
  return (
    <Panel position="bottom-right" className="react-flow__minimap">
      <svg
        ref={svg}
        width={WIDTH}
        height={HEIGHT}
        viewBox={`${box.left} ${box.top} ${WIDTH * scale} ${HEIGHT * scale}`}
        className="react-flow__minimap-svg"
        role="img"
        aria-label="Overview of the graph"
      >
        <path className="react-flow__minimap-node" d={path} />
        <path
          className="react-flow__minimap-mask"
          fillRule="evenodd"
          pointerEvents="none"
          d={rectangle(box) + rectangle(view)}
        />
      </svg>
    </Panel>
  );
});

function drawn(nodes: readonly FlowNode[]): { readonly path: string; readonly area: Area } {
  let area: Area | undefined;
  const parts: string[] = [];
  for (const { at, width, height } of boxesOf(nodes)) {
    const one = { left: at.x, top: at.y, right: at.x + width, bottom: at.y + height };
    area = area === undefined ? one : around(area, one);
    parts.push(rectangle(one));
  }
  return { path: parts.join(""), area: area ?? { left: 0, top: 0, right: 0, bottom: 0 } };
}

/** The part of the canvas that is in view. */
function viewOf({ transform: [x, y, zoom], width, height }: ReactFlowState): Area {
  return { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
}

function isSame(one: Area, other: Area): boolean {
  return one.left === other.left && one.top === other.top && one.right === other.right && one.bottom === other.bottom;
}

function around(one: Area, other: Area): Area {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

function rectangle({ left, top, right, bottom }: Area): string {
  return `M${left},${top}H${right}V${bottom}H${left}Z`;
}
