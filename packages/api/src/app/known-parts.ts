import { namedConnections, type Database } from "@tempograph/db";
import type { KnownConnection, NodeTypeManifest } from "@tempograph/graph";
import { knownNodeTypes } from "./known-node-types.ts";

/** What the graphs of a project are checked against. */
export interface KnownParts {
  readonly types: ReadonlyMap<string, NodeTypeManifest>;
  /** By name: the connections that the graph names, and some others. Absent: their names are not checked. */
  readonly connections?: ReadonlyMap<string, KnownConnection>;
}

/**
 * The node types, and the connections of the project of which the graph may speak. With `lock`, the connections that the graph names stay
 * as they are until the transaction ends, so that no version is published that names a deleted one.
 */
export async function knownParts(db: Database, graph: unknown, { lock = false } = {}): Promise<KnownParts> {
  const [types, connections] = await Promise.all([knownNodeTypes(db), namedConnections(db, namesIn(graph), { lock })]);
  return { types, connections: new Map(connections.map((each) => [each.name, each])) };
}

/** The texts in the places of connections' names. The graph may be anything that a draft may be. */
function namesIn(graph: unknown): string[] {
  const nodes: unknown = (graph as { readonly nodes?: unknown } | null)?.nodes;
  if (!Array.isArray(nodes)) return [];
  const names = nodes.flatMap((node: { readonly data?: { readonly connection?: unknown } | null } | null) =>
    typeof node?.data?.connection === "string" ? [node.data.connection] : [],
  );
  return [...new Set(names)];
}
