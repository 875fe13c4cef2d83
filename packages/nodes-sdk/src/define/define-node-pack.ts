import type { NodePack } from "./node-pack.ts";

/**
 * Bundles node types into a pack: what a package of nodes exports, as `pack` or as its default.
 *
 *     export const pack = defineNodePack({ name: "@acme/crm-nodes", version: "1.0.0", nodes: [scoreLead] });
 *
 * @throws TypeError when a name is missing, or a node is none or is listed twice
 */
export function defineNodePack(pack: NodePack): NodePack {
  const name = typeof pack.name === "string" ? pack.name.trim() : "";
  if (name === "") throw new TypeError("defineNodePack: `name` is missing: use the npm package's name.");
  if (typeof pack.version !== "string" || pack.version === "") {
    throw new TypeError(
      `defineNodePack(${JSON.stringify(name)}): \`version\` is missing: use the npm package's version.`,
    );
  }
  const seen = new Set<string>();
  for (const [index, connection] of (pack.connections ?? []).entries()) {
    if (typeof connection?.type !== "string" || !Array.isArray(connection.secretFields)) {
      throw new TypeError(
        `defineNodePack(${JSON.stringify(name)}): connections[${index}] is no connection type: make it with defineConnection({ … }).`,
      );
    }
    if (seen.has(connection.type)) {
      throw new TypeError(
        `defineNodePack(${JSON.stringify(name)}): the connection type "${connection.type}" is listed twice.`,
      );
    }
    seen.add(connection.type);
  }
  seen.clear();
  for (const [index, node] of pack.nodes.entries()) {
    if (typeof node?.execute !== "function" || typeof node.type !== "string") {
      throw new TypeError(
        `defineNodePack(${JSON.stringify(name)}): nodes[${index}] is no node: make it with defineNode({ … }).`,
      );
    }
    if (seen.has(node.type)) {
      throw new TypeError(`defineNodePack(${JSON.stringify(name)}): the node type "${node.type}" is listed twice.`);
    }
    seen.add(node.type);
  }
  return Object.freeze({
    ...pack,
    name,
    nodes: Object.freeze([...pack.nodes]),
    ...(pack.connections !== undefined && { connections: Object.freeze([...pack.connections]) }),
  });
}

/** Whether a value looks like a pack. Works across copies of this package. */
export function isNodePack(value: unknown): value is NodePack {
  const pack = value as Partial<NodePack> | null;
  return (
    typeof pack === "object" &&
    pack !== null &&
    typeof pack.name === "string" &&
    typeof pack.version === "string" &&
    Array.isArray(pack.nodes) &&
    pack.nodes.every((node: unknown) => typeof (node as { execute?: unknown } | null)?.execute === "function")
  );
}
