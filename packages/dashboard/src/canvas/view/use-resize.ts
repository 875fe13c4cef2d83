import type { NodeChange } from "@xyflow/react";
import { useCallback, useState } from "react";
import type { Size } from "../edit/place.ts";
import type { CanvasEdits } from "./canvas-edits.ts";
import type { FlowNode } from "./flow-elements.ts";

interface Resize {
  /** Containers whose border follows the pointer. */
  readonly resized: ReadonlyMap<string, Size>;
  readonly onNodesChange: (changes: NodeChange<FlowNode>[]) => void;
}

const NOTHING: ReadonlyMap<string, Size> = new Map();

/** A container follows the pointer here; only the size at which it is let go changes the graph, as one step. */
export function useResize(onResize: CanvasEdits["onResize"] | undefined): Resize {
  const [resized, setResized] = useState(NOTHING);
  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      for (const change of changes) {
        // Without `resizing` React Flow has only measured a node.
        if (change.type !== "dimensions" || change.resizing === undefined || change.dimensions === undefined) continue;
        if (change.resizing) setResized(new Map([[change.id, change.dimensions]]));
        else {
          setResized(NOTHING);
          onResize?.(change.id, change.dimensions);
        }
      }
    },
    [onResize],
  );
  return { resized, onNodesChange };
}
