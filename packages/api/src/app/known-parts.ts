import { namedConnections, type Database } from "@tempograph/db";
import { lookupsOf, type KnownParts, type Lookup, type Trigger } from "@tempograph/graph";
import { knownNodeTypes } from "./known-node-types.ts";

interface NamesParts {
  readonly graph: unknown;
  readonly triggers: readonly Trigger[];
}

/**
 * The node types, and the connections of the project of which the draft or version may speak. With `lock`, the connections that it names stay
 * as they are until the transaction ends, so that no version is published that names a deleted one.
 */
export async function knownParts(db: Database, draft: NamesParts, { lock = false } = {}): Promise<KnownParts> {
  const [types, connections] = await Promise.all([knownNodeTypes(db), namedConnections(db, namesIn(draft), { lock })]);
  return { types, connections: new Map(connections.map((each) => [each.name, each])) };
}

/** The texts in the places of connections' names, in nodes and lookups. The graph may be anything that a draft may be. */
function namesIn({ graph, triggers }: NamesParts): string[] {
  const nodes: unknown = (graph as { readonly nodes?: unknown } | null)?.nodes;
  const inputs: readonly unknown[] = [
    ...(Array.isArray(nodes) ? nodes.map((node: { readonly data?: unknown } | null) => node?.data) : []),
    ...triggers.flatMap(({ when }) => lookupsOf(when).map((lookup: Partial<Lookup> | null) => lookup?.input)),
  ];
  const names = inputs.map((input) => (input as { readonly connection?: unknown } | null | undefined)?.connection);
  return [...new Set(names.filter((name) => typeof name === "string"))];
}
