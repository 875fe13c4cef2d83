import {
  casePort,
  descriptorOf,
  isObject,
  portsOf,
  type GraphNode,
  type Json,
  type NodeTypeManifest,
} from "@tempograph/graph";
import { CARD, type Size } from "./place.ts";

const PORT_DISTANCE = 24;
/** Where edges come in, and where the first of them goes out. */
export const FIRST_PORT = CARD.height / 2;

/** The ports that the canvas shows for a node. A branch with an else case never ends on `out`. */
export function shownPorts(node: GraphNode, manifest: NodeTypeManifest | undefined): readonly string[] {
  const known = manifest ?? descriptorOf(node.type)?.manifest;
  const ports = portsOf(node, known);
  if (known?.portsFrom !== "cases") return ports;
  const cases = Array.isArray(node.data["cases"]) ? (node.data["cases"] as readonly Json[]) : [];
  if (!cases.some((item) => isObject(item) && item["else"] === true)) return ports;
  return ports.filter((port) => port !== "out" || cases.some((item, index) => casePort(item, index) === "out"));
}

/** A card has room for the names of its ports below each other. */
export function cardSizeOf(node: GraphNode): Size {
  const ports = shownPorts(node, undefined).length;
  return ports < 3 ? CARD : { width: CARD.width, height: CARD.height + (ports - 2) * PORT_DISTANCE };
}

/** How far below the upper edge of a card or container the port with this index is. */
export function portOffset(index: number, count: number): number {
  return count === 1 ? FIRST_PORT : FIRST_PORT - PORT_DISTANCE / 2 + index * PORT_DISTANCE;
}
