import type { GraphNode } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { hasElse, portsOf } from "../definition/ports-of.ts";
import type { Arrow } from "./topology.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";

/** The port whose edges are always taken, in addition to those of the port that the node ends on (`finally` of a try). */
export function alwaysPort(node: GraphNode | undefined): string | undefined {
  return descriptorOf(node?.type ?? "")?.also;
}

/**
 * The arrows of every port that the node can really end on, including ports without arrows. The port `error` counts only
 * if an arrow leaves it, `timeout` only if the node has a timeout, and `out` of a branch or switch only if it is possible
 * that no case holds.
 */
export function endingsOf(
  node: GraphNode,
  type: NodeTypeManifest | undefined,
  arrows: readonly Arrow[],
): ReadonlyMap<string, readonly Arrow[]> {
  const ports = new Map<string, Arrow[]>();
  for (const port of portsOf(node, type)) ports.set(port, []);
  const cases = node.data["cases"];
  if (type?.portsFrom === "cases" && Array.isArray(cases) && hasElse(cases as readonly Json[])) ports.delete("out");
  if (neverTimesOut(node, type)) ports.delete("timeout");
  for (const arrow of arrows) {
    // For an unknown node type, the edges that leave the node are the only source of port names.
    if ((arrow.port === "error" || type === undefined) && !ports.has(arrow.port)) ports.set(arrow.port, []);
    ports.get(arrow.port)?.push(arrow);
  }
  return ports;
}

/** The node is a wait of the machine with a `timeout` port, but its data sets no timeout, so the port is never taken. */
export function neverTimesOut(node: GraphNode, type: NodeTypeManifest | undefined): boolean {
  return type?.runs === "machine" && type.ports.includes("timeout") && (node.data["timeout"] ?? null) === null;
}
