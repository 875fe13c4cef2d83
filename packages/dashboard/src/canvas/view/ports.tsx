import { Handle, Position } from "@xyflow/react";
import type { ReactElement } from "react";
import classes from "./canvas.module.css";
import { COMPENSATE_PORT } from "./flow-edges.ts";
import type { NodeView } from "./flow-elements.ts";

/** Where edges come in and go out. A port says its name unless it is the only one. */
export function Ports({
  view,
  isConnectable,
}: {
  readonly view: NodeView;
  readonly isConnectable: boolean;
}): ReactElement {
  const { ports, hasEntry, hasErrorEdge } = view;
  const isPlain = ports.length === 1 && ports[0]?.name === "out";
  return (
    <>
      <Handle
        type="target"
        id="in"
        position={Position.Left}
        isConnectable={isConnectable && hasEntry}
        className={`${classes["entry"]} ${hasEntry ? "" : classes["hidden"]}`}
      />
      {ports.map(({ name, y }) => (
        <Handle
          key={name}
          type="source"
          id={name}
          position={Position.Right}
          isConnectable={isConnectable}
          style={{ top: y }}
        >
          {!isPlain && (
            <span className={classes["portName"]} title={name}>
              {name}
            </span>
          )}
        </Handle>
      ))}
      <Handle
        type="source"
        id="error"
        position={Position.Bottom}
        isConnectable={isConnectable}
        className={`${classes["errorPort"]} ${hasErrorEdge ? "" : classes["quiet"]}`}
      >
        <span className={classes["errorName"]}>error</span>
      </Handle>
      <Handle
        type="source"
        id={COMPENSATE_PORT}
        position={Position.Bottom}
        isConnectable={false}
        className={`${classes["compensation"]} ${classes["hidden"]}`}
      />
    </>
  );
}
