import type { ConnectionType } from "../connection/connection-type.ts";
import type { SourceType } from "../source/source-type.ts";
import type { NodePack } from "./node-pack.ts";
import type { NodeType } from "./node-type.ts";

/**
 * Bundles node types into a pack: what a package of nodes exports, as `pack` or as its default.
 *
 *     export const pack = defineNodePack({ name: "@acme/crm-nodes", version: "1.0.0", nodes: [scoreLead] });
 *
 * @throws TypeError when a name is missing, or something in a list is none of its kind or is listed twice
 */
export function defineNodePack(pack: NodePack): NodePack {
  const name = typeof pack.name === "string" ? pack.name.trim() : "";
  if (name === "") throw new TypeError("defineNodePack: `name` is missing: use the npm package's name.");
  if (typeof pack.version !== "string" || pack.version === "") {
    throw new TypeError(
      `defineNodePack(${JSON.stringify(name)}): \`version\` is missing: use the npm package's version.`,
    );
  }
  const check = (
    list: string,
    what: string,
    make: string,
    entries: readonly { readonly type: string }[],
    isOne: (entry: never) => boolean,
  ) => {
    const seen = new Set<string>();
    for (const [index, entry] of entries.entries()) {
      const type: unknown = entry?.type;
      const is = (problem: string) => new TypeError(`defineNodePack(${JSON.stringify(name)}): ${problem}`);
      if (typeof type !== "string" || !isOne(entry as never))
        throw is(`${list}[${index}] is no ${what}: make it with ${make}({ … }).`);
      if (seen.has(type)) throw is(`the ${what === "node" ? "node type" : what} "${type}" is listed twice.`);
      seen.add(type);
    }
  };
  const { connections = [], sources = [], nodes } = pack;
  check("connections", "connection type", "defineConnection", connections, (one: ConnectionType) =>
    Array.isArray(one.secretFields),
  );
  check("sources", "source", "defineSource", sources, (one: SourceType) => typeof one.node?.execute === "function");
  check("nodes", "node", "defineNode", nodes, (one: NodeType) => typeof one.execute === "function");
  return Object.freeze({
    ...pack,
    name,
    nodes: Object.freeze([...pack.nodes]),
    ...(pack.connections !== undefined && { connections: Object.freeze([...pack.connections]) }),
    ...(pack.sources !== undefined && { sources: Object.freeze([...pack.sources]) }),
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
