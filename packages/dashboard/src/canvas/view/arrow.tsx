import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { createContext, memo, useContext, type ReactElement } from "react";
import { IconPlus } from "@tabler/icons-react";
import classes from "./canvas.module.css";
import type { FlowEdge } from "./flow-edges.ts";

/** What the button on a selected edge does; without it the canvas is only looked at. */
export const InsertOnEdge = createContext<((edgeId: string) => void) | undefined>(undefined);

export const Arrow = memo(function Arrow(props: EdgeProps<FlowEdge>): ReactElement {
  const { id, data, selected, markerEnd, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const onInsert = useContext(InsertOnEdge);
  const [path, x, y] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const look = [classes["edge"], data?.kind === "edge" ? "" : classes["drawn"]].join(" ");
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={look}
        data-tone={data?.tone}
        data-selected={selected}
        interactionWidth={16}
        {...(markerEnd === undefined ? {} : { markerEnd })}
      />
      {selected === true && onInsert !== undefined && data?.kind === "edge" && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className={`${classes["insert"]} nodrag nopan`}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            aria-label="Insert a node here"
            onClick={() => onInsert(id)}
          >
            <IconPlus size={14} aria-hidden />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
