import { type NodeChange, type OnNodeDrag, useReactFlow } from "@xyflow/react";
import { useCallback, useRef, useState } from "react";
import { FRAME_TITLE, type Place } from "../edit/place.ts";
import type { CanvasEdits, Drop } from "./canvas-edits.ts";
import type { FlowEdge } from "./flow-edges.ts";
import type { FlowNode } from "./flow-elements.ts";

interface Drag {
  readonly dragged: ReadonlyMap<string, Place>;
  readonly onNodesChange: (changes: NodeChange<FlowNode>[]) => void;
  readonly onNodeDragStop: OnNodeDrag<FlowNode>;
}

const NOWHERE: ReadonlyMap<string, Place> = new Map();

/** Nodes follow the pointer here; only where they are let go changes the graph, as one step. */
export function useDrag(onMove: CanvasEdits["onMove"] | undefined): Drag {
  const [dragged, setDragged] = useState(NOWHERE);
  const { getInternalNode, getNodes } = useReactFlow<FlowNode, FlowEdge>();
  const places = useRef(NOWHERE);
  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    const moved = changes.flatMap((change) =>
      change.type === "position" && change.position !== undefined ? [[change.id, change.position] as const] : [],
    );
    if (moved.length === 0) return;
    places.current = new Map([...places.current, ...moved]);
    setDragged(places.current);
  }, []);
  const onNodeDragStop = useCallback<OnNodeDrag<FlowNode>>(
    (_, node, nodes) => {
      const drop = dropOf(node, nodes, getNodes(), (id) => getInternalNode(id)?.internals.positionAbsolute);
      if (places.current.size > 0) onMove?.(places.current, drop);
      places.current = NOWHERE;
      setDragged(NOWHERE);
    },
    [getInternalNode, getNodes, onMove],
  );
  return { dragged, onNodesChange, onNodeDragStop };
}

/** The innermost frame in which the middle of the node is; undefined if the node stays in its frame. */
function dropOf(
  node: FlowNode,
  moving: readonly FlowNode[],
  all: readonly FlowNode[],
  placeOf: (id: string) => Place | undefined,
): Drop | undefined {
  const at = placeOf(node.id);
  if (at === undefined) return undefined;
  const middle = { x: at.x + (node.width ?? 0) / 2, y: at.y + FRAME_TITLE / 2 };
  const carried = new Set(moving.map(({ id }) => id));
  let frame: string | undefined;
  // A frame comes before its members, so the last one that fits is the innermost.
  for (const one of all) {
    if (carried.has(one.id) || carried.has(one.parentId ?? "")) {
      carried.add(one.id);
      continue;
    }
    const corner = one.type === "frame" ? placeOf(one.id) : undefined;
    if (corner !== undefined && isInside(middle, corner, one)) frame = one.id;
  }
  return frame === node.parentId ? undefined : { frame };
}

function isInside({ x, y }: Place, corner: Place, { width = 0, height = 0 }: FlowNode): boolean {
  return x >= corner.x && x <= corner.x + width && y >= corner.y && y <= corner.y + height;
}
