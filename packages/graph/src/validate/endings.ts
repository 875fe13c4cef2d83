import type { GraphNode } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { hasElse, portsOf } from "../definition/ports-of.ts";
import type { Arrow } from "./topology.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";

/** The port whose edges are taken in either case, beside those of the port that the node ends on (`finally` of a try). */
export function alwaysPort(node: GraphNode | undefined): string | undefined {
  return descriptorOf(node?.type ?? "")?.also;
}

/**
 * The arrows of every port that the node can really end on; a port without arrows counts too. `error` counts where such
 * an arrow exists, `timeout` where the node has one, `out` of a branch or switch where no case may hold.
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
    // The ports of a type that nobody knows are those that its edges name.
    if ((arrow.port === "error" || type === undefined) && !ports.has(arrow.port)) ports.set(arrow.port, []);
    ports.get(arrow.port)?.push(arrow);
  }
  return ports;
}

/** A wait of the machine that has a port for its timeout, and no timeout. */
export function neverTimesOut(node: GraphNode, type: NodeTypeManifest | undefined): boolean {
  return type?.runs === "machine" && type.ports.includes("timeout") && (node.data["timeout"] ?? null) === null;
}
