import {
  Background,
  type Connection as FlowConnection,
  Controls,
  type EdgeChange,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import {
  useCallback,
  useEffect,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from "react";
import { GRID } from "../edit/place.ts";
import { Arrow, InsertOnEdge } from "./arrow.tsx";
import { boxesOf } from "./boxes-of.ts";
import type { CanvasEdits } from "./canvas-edits.ts";
import classes from "./canvas.module.css";
import { FrameCard, StepCard, TriggerCard } from "./cards.tsx";
import type { FlowEdge } from "./flow-edges.ts";
import type { Drawing, FlowNode } from "./flow-elements.ts";
import { isDirection, nearestIn } from "./nearest.ts";
import { Overview } from "./overview.tsx";
import { useDrag } from "./use-drag.ts";
import { type CanvasSelection, useFlowElements } from "./use-flow-elements.ts";
import { useResize } from "./use-resize.ts";
import { useOpeningView, useShowNode } from "./use-viewport.ts";

export interface GraphCanvasProps extends Drawing {
  /** What the canvas shows, for people who do not see it: "Graph of Hot leads". */
  readonly label: string;
  readonly selection: CanvasSelection;
  readonly onSelect: (selection: CanvasSelection) => void;
  readonly edits?: CanvasEdits | undefined;
  /** Keys beside the arrows, which walk from node to node. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  readonly children?: ReactNode;
}

const nodeTypes = { step: StepCard, frame: FrameCard, triggers: TriggerCard };
const edgeTypes = { arrow: Arrow };
const SEVERAL = ["Shift", "Control", "Meta"];
/** Of small graphs the cards do not become larger than they are. */
const WHOLE = { padding: 0.1, maxZoom: 1 };
const SNAP: [number, number] = [GRID, GRID];
/** An overview of a graph with fewer nodes would hide more of it than it shows. */
const MANY = 20;

/** The canvas that the editor and the page of an execution share. */
export function GraphCanvas(props: GraphCanvasProps): ReactElement {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

function Flow({ label, selection, onSelect, edits, onKeyDown, children, ...drawing }: GraphCanvasProps): ReactElement {
  const { dragged, onNodesChange: drag, onNodeDragStop } = useDrag(edits?.onMove);
  const { resized, onNodesChange: resize } = useResize(edits?.onResize);
  const { nodes, edges, settled } = useFlowElements(drawing, selection, dragged, resized);
  const { screenToFlowPosition } = useReactFlow<FlowNode, FlowEdge>();
  const onInit = useOpeningView(edits !== undefined);
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  });
  const change = useCallback(
    (next: CanvasSelection) => {
      latest.current = next;
      onSelect(next);
    },
    [onSelect],
  );
  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      drag(changes);
      resize(changes);
      const selected = withChanges(latest.current.nodes, changes);
      if (selected !== undefined) change({ ...latest.current, nodes: selected });
    },
    [drag, resize, change],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => {
      const selected = withChanges(latest.current.edges, changes);
      if (selected !== undefined) change({ ...latest.current, edges: selected });
    },
    [change],
  );
  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, { isValid, fromNode, fromHandle, toNode }) => {
      if (isValid === true || toNode !== null || fromNode === null || fromHandle?.type !== "source") return;
      const { clientX: x, clientY: y } = "changedTouches" in event ? event.changedTouches[0]! : event;
      edits?.onLetGo({ source: fromNode.id, port: fromHandle.id ?? "out" }, screenToFlowPosition({ x, y }));
    },
    [edits, screenToFlowPosition],
  );
  const onSelectionDragStop = useCallback(
    (event: MouseEvent, moved: FlowNode[]) => {
      if (moved[0] !== undefined) onNodeDragStop(event as never, moved[0], moved);
    },
    [onNodeDragStop],
  );
  // A new function would be a new property of the flow's store, after which each card and each edge on the canvas asks it again.
  const onConnect = useCallback((connection: FlowConnection) => edits?.onConnect(ours(connection)), [edits]);
  const onReconnect = useCallback(
    (edge: FlowEdge, connection: FlowConnection) => edits?.onReconnect(edge.id, ours(connection)),
    [edits],
  );
  const isValidConnection = useCallback(
    (connection: FlowConnection | FlowEdge) => edits?.canConnect(ours(connection)) === true,
    [edits],
  );
  const only = selection.nodes.size === 1 ? [...selection.nodes][0] : undefined;
  useShowNode(only);
  const onKeys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (isDirection(event.key) && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const next = nearestIn(boxesOf(nodes), [...selection.nodes].at(-1), event.key);
      if (next !== undefined)
        change({ nodes: event.shiftKey ? new Set([...selection.nodes, next]) : new Set([next]), edges: new Set() });
      event.preventDefault();
    } else onKeyDown?.(event);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const isPane = event.target instanceof Element && event.target.classList.contains("react-flow__pane");
    if (isPane) edits?.onAddAt(screenToFlowPosition({ x: event.clientX, y: event.clientY }));
  };
  const said = only === undefined ? "" : (nodes.find(({ id }) => id === only)?.ariaLabel ?? "");
  return (
    <InsertOnEdge.Provider value={edits?.onInsert}>
      <div className={classes["canvas"]}>
        <ReactFlow<FlowNode, FlowEdge>
          ref={box}
          aria-label={label}
          aria-roledescription="canvas"
          tabIndex={0}
          onKeyDown={onKeys}
          onDoubleClick={onDoubleClick}
          onPointerDown={(event) => takesFocus(event.target) && box.current?.focus({ preventScroll: true })}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onInit={onInit}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onNodeDragStop={onNodeDragStop}
          onSelectionDragStop={onSelectionDragStop}
          onConnect={onConnect}
          onConnectEnd={onConnectEnd}
          onReconnect={onReconnect}
          isValidConnection={isValidConnection}
          nodesDraggable={edits !== undefined}
          nodesConnectable={edits !== undefined}
          edgesReconnectable={edits !== undefined}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          multiSelectionKeyCode={SEVERAL}
          selectionKeyCode="Shift"
          selectionMode={SelectionMode.Partial}
          snapToGrid
          snapGrid={SNAP}
          zoomOnDoubleClick={edits === undefined}
          minZoom={0.05}
          maxZoom={2}
          onlyRenderVisibleElements
        >
          <Background gap={GRID * 3} />
          <Controls showInteractive={false} fitViewOptions={WHOLE} />
          {nodes.length >= MANY && <Overview nodes={settled} />}
          {children}
        </ReactFlow>
        <span className={classes["said"]} aria-live="polite">
          {said}
        </span>
      </div>
    </InsertOnEdge.Provider>
  );
}

function ours({ source, target, sourceHandle }: FlowConnection | FlowEdge): {
  source: string;
  target: string;
  port: string;
} {
  return { source, target, port: sourceHandle ?? "out" };
}

function withChanges(
  selected: ReadonlySet<string>,
  changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[],
): ReadonlySet<string> | undefined {
  const made = changes.filter((change) => change.type === "select");
  if (made.length === 0) return undefined;
  const next = new Set(selected);
  for (const { id, selected: isSelected } of made) {
    if (isSelected) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** A click on a text field or a button on the canvas is for these. */
function takesFocus(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, input, textarea, select, [contenteditable]") === null;
}
