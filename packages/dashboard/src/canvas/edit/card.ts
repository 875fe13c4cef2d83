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

/** The least distance between a node and what follows it. */
export const BETWEEN_LAYERS = 64;
/** The names of ports stand behind the node, on the first part of its edges. */
const PORT_NAMES = 48;

/** How wide a node is for the layout: with the names of its ports, which it has unless it goes on in one way only. */
export function widthWithNames({ width }: Size, ports: readonly string[]): number {
  return ports.length === 0 || (ports.length === 1 && ports[0] === "out") ? width : width + PORT_NAMES;
}

/** How far below the upper edge of a card or container the port with this index is. */
export function portOffset(index: number, count: number): number {
  return count === 1 ? FIRST_PORT : FIRST_PORT - PORT_DISTANCE / 2 + index * PORT_DISTANCE;
}
