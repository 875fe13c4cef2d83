import type { Place, Size } from "../edit/place.ts";
import type { FlowNode } from "./flow-elements.ts";

export interface Box extends Size {
  readonly id: string;
  /** The upper left corner on the canvas, whatever the node lies in. */
  readonly at: Place;
}

/** Where the nodes stand on the canvas. A frame comes before its members. */
export function boxesOf(nodes: readonly FlowNode[]): Box[] {
  const places = new Map<string, Place>();
  return nodes.map(({ id, position, parentId, width = 0, height = 0 }) => {
    const around = places.get(parentId ?? "") ?? { x: 0, y: 0 };
    const at = { x: position.x + around.x, y: position.y + around.y };
    places.set(id, at);
    return { id, at, width, height };
  });
}
