import {
  descriptorOf,
  describeTrigger,
  type Graph,
  type GraphNode,
  type NodeTypeManifest,
  type Trigger,
} from "@tempograph/graph";
import { type Node, type NodeHandle, Position } from "@xyflow/react";
import { BETWEEN_LAYERS, FIRST_PORT, portOffset, shownPorts } from "../edit/card.ts";
import { leastSizeOf, sizeOf } from "../edit/frame-sizes.ts";
import { CARD, type Place, placeOf, type Size } from "../edit/place.ts";
import { isSameButPlaces } from "../edit/same-but-places.ts";
import { FRAME_TYPE, isFrame, TreeOfNodes } from "../edit/tree-of-nodes.ts";
import type { Decoration, EdgeTone, ProblemCount } from "./decoration.ts";
import { COMPENSATE_PORT, type FlowEdge, flowEdges, TRIGGERS_ID, usedPortsOf } from "./flow-edges.ts";
import { counted } from "../../ui/counted.ts";
import { summaryOf, titleOf } from "./node-words.ts";
import { same, saysTheSame } from "./same.ts";

export interface Port {
  readonly name: string;
  readonly y: number;
}

export interface NodeView extends Record<string, unknown> {
  readonly node: GraphNode;
  readonly title: string;
  readonly typeTitle: string;
  readonly summary: string;
  readonly ports: readonly Port[];
  /** Whether the card shows its error port even when nobody looks at it. */
  readonly hasErrorEdge: boolean;
  readonly hasEntry: boolean;
  /** The least size of a container; absent for cards, which have one size. */
  readonly least?: Size;
  readonly decoration: Decoration | undefined;
  readonly problems: ProblemCount | undefined;
}

export interface TriggerView extends Record<string, unknown> {
  readonly sentences: readonly string[];
}

export type StepNode = Node<NodeView, "step" | "frame">;
export type TriggerNode = Node<TriggerView, "triggers">;
export type FlowNode = StepNode | TriggerNode;

const HANDLE: Size = { width: 12, height: 12 };

export interface Drawing {
  readonly graph: Graph;
  readonly triggers?: readonly Trigger[] | undefined;
  readonly nodeTypes: ReadonlyMap<string, NodeTypeManifest>;
  readonly decorations?: ReadonlyMap<string, Decoration> | undefined;
  readonly edgeTones?: ReadonlyMap<string, EdgeTone> | undefined;
  readonly problems?: ReadonlyMap<string, ProblemCount> | undefined;
}

export interface FlowElements {
  /** What the elements draw. */
  readonly drawing: Drawing;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

/**
 * What React Flow draws for a graph. Every node comes with its size and the places of its ports, so that nothing has to be measured in
 * the page before edges can be drawn. Elements that did not change since `before` keep their identity, so that React skips them.
 */
export function flowElements(drawing: Drawing, before?: FlowElements): FlowElements {
  const { graph, triggers = [] } = drawing;
  const tree = new TreeOfNodes(graph);
  const known = new Map(before?.nodes.map((node) => [node.id, node]));
  const hasOnlyMoved = before !== undefined && isMove(before.drawing, drawing);
  const edges = hasOnlyMoved ? before.edges : flowEdges(drawing, tree, before?.edges);
  const usedPorts = usedPortsOf(edges);
  const nodes: FlowNode[] = tree.parentsFirst().map((node) => {
    const last = known.get(node.id);
    if (hasOnlyMoved && last !== undefined && isAsDrawn(last, node, drawing, tree)) return last;
    return same(last, stepNode(drawing, tree, node, usedPorts.get(node.id)));
  });
  if (triggers.length > 0) nodes.unshift(same(known.get(TRIGGERS_ID), triggerNode(triggers, tree)));
  return { drawing, nodes, edges };
}

/** Whether nodes were moved, or say something else of what happens to them, and nothing more: then no port and no edge is another one. */
function isMove(before: Drawing, now: Drawing): boolean {
  return (
    before.nodeTypes === now.nodeTypes &&
    before.edgeTones === now.edgeTones &&
    (before.triggers?.length ?? 0) > 0 === (now.triggers?.length ?? 0) > 0 &&
    isSameButPlaces(before.graph, now.graph)
  );
}

/** Whether a node that only its place, its decoration and its problems can have changed looks as before: found out without drawing it. */
function isAsDrawn({ data }: FlowNode, node: GraphNode, drawing: Drawing, tree: TreeOfNodes): boolean {
  return (
    data["node"] === node &&
    saysTheSame(data["decoration"], drawing.decorations?.get(node.id)) &&
    saysTheSame(data["problems"], drawing.problems?.get(node.id)) &&
    (data["least"] === undefined || saysTheSame(data["least"], leastSizeOf(tree, node.id)))
  );
}

/** Draws one graph after the other; what stays the same from one to the next keeps its identity. */
export function createDrawing(): (drawing: Drawing) => FlowElements {
  let last: FlowElements | undefined;
  return (drawing) => (last = flowElements(drawing, last));
}

function stepNode(
  drawing: Drawing,
  tree: TreeOfNodes,
  node: GraphNode,
  used: ReadonlySet<string> | undefined,
): StepNode {
  const manifest = drawing.nodeTypes.get(node.type) ?? descriptorOf(node.type)?.manifest;
  const isAround = isFrame(node.type);
  const size = sizeOf(tree, node.id);
  const names = node.type === FRAME_TYPE ? [] : shownPorts(node, manifest);
  const odd = [...(used ?? [])].filter((port) => port !== "error" && !names.includes(port));
  const all = [...names, ...odd];
  const ports = all.map((name, index) => ({ name, y: portOffset(index, all.length) }));
  const hasEntry = node.type !== FRAME_TYPE && descriptorOf(node.type)?.begins !== true;
  return {
    id: node.id,
    type: isAround ? "frame" : "step",
    ...withSizeAt(placeOf(node) ?? { x: 0, y: 0 }, size),
    ...parentOf(tree, node.id),
    handles: handlesOf(ports, size, node.type === FRAME_TYPE),
    zIndex: isAround ? 0 : 1,
    ariaLabel: ariaLabelOf(node, manifest, drawing),
    data: {
      node,
      title: titleOf(node, manifest),
      typeTitle: manifest?.title ?? node.type,
      summary: summaryOf(node, manifest),
      ports,
      hasErrorEdge: used?.has("error") === true,
      hasEntry,
      ...(isAround && { least: leastSizeOf(tree, node.id) }),
      decoration: drawing.decorations?.get(node.id),
      problems: drawing.problems?.get(node.id),
    },
  };
}

function withSizeAt(
  position: Place,
  { width, height }: Size,
): Pick<StepNode, "position" | "width" | "height" | "measured"> {
  return { position, width, height, measured: { width, height } };
}

function parentOf(tree: TreeOfNodes, id: string): { readonly parentId?: string } {
  const parentId = tree.parentOf(id);
  return parentId === undefined ? {} : { parentId };
}

function ariaLabelOf(node: GraphNode, manifest: NodeTypeManifest | undefined, drawing: Drawing): string {
  const { errors = 0, warnings = 0 } = drawing.problems?.get(node.id) ?? {};
  const decoration = drawing.decorations?.get(node.id);
  const parts = [
    titleOf(node, manifest),
    manifest !== undefined && node.label !== undefined ? manifest.title : "",
    `id ${node.id}`,
    decoration?.text ?? "",
    decoration?.detail ?? "",
    errors > 0 ? counted(errors, "error") : "",
    warnings > 0 ? counted(warnings, "warning") : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function handlesOf(ports: readonly Port[], size: Size, isDrawnOnly: boolean): NodeHandle[] {
  if (isDrawnOnly) return [];
  const handle = (type: "source" | "target", id: string, position: Position, x: number, y: number): NodeHandle => ({
    type,
    id,
    position,
    x: x - HANDLE.width / 2,
    y: y - HANDLE.height / 2,
    ...HANDLE,
  });
  return [
    // A start has none that a person can see: only the edge from the triggers ends there.
    handle("target", "in", Position.Left, 0, FIRST_PORT),
    ...ports.map(({ name, y }) => handle("source", name, Position.Right, size.width, y)),
    handle("source", "error", Position.Bottom, size.width / 2, size.height),
    handle("source", COMPENSATE_PORT, Position.Bottom, size.width / 4, size.height),
  ];
}

function triggerNode(triggers: readonly Trigger[], tree: TreeOfNodes): TriggerNode {
  const top = tree.childrenOf(undefined);
  const places = top.map((node) => placeOf(node) ?? { x: 0, y: 0 });
  const start = top.find((node) => descriptorOf(node.type)?.begins === true) ?? top[0];
  const size = { width: CARD.width, height: CARD.height + Math.min(4, Math.max(0, triggers.length - 1)) * 40 };
  const position = {
    x: (places.length === 0 ? 0 : Math.min(...places.map(({ x }) => x))) - CARD.width - BETWEEN_LAYERS,
    y: start === undefined ? 0 : (placeOf(start)?.y ?? 0),
  };
  return {
    id: TRIGGERS_ID,
    type: "triggers",
    ...withSizeAt(position, size),
    draggable: false,
    connectable: false,
    deletable: false,
    handles: [{ type: "source", id: "out", position: Position.Right, x: size.width - 6, y: FIRST_PORT - 6, ...HANDLE }],
    zIndex: 1,
    ariaLabel: `Triggers: ${triggers.map(sentenceOf).join("; ")}`,
    data: { sentences: triggers.map(sentenceOf) },
  };
}

function sentenceOf(trigger: Trigger): string {
  try {
    return describeTrigger(trigger)?.sentence(trigger) ?? `when ${trigger.kind ?? "something"} happens`;
  } catch {
    // The sentence reads a config that fits its schema; the config of a draft may not yet.
    return `when ${describeTrigger(trigger)?.title ?? trigger.kind} happens`;
  }
}
