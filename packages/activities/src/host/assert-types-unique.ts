import type { NodePack } from "@tempograph/nodes-sdk";

/** @throws Error naming the type of nodes, connections or sources, and both packs */
export function assertTypesUnique(packs: readonly NodePack[]): void {
  assertUnique("node", packs, ({ nodes }) => nodes);
  assertUnique("connection", packs, ({ connections = [] }) => connections);
  assertUnique("source", packs, ({ sources = [] }) => sources);
}

function assertUnique(
  what: "node" | "connection" | "source",
  packs: readonly NodePack[],
  listOf: (pack: NodePack) => readonly { readonly type: string }[],
): void {
  const owners = new Map<string, NodePack>();
  for (const pack of packs) {
    for (const { type } of listOf(pack)) {
      const owner = owners.get(type);
      if (owner !== undefined) {
        throw new Error(
          `The ${what} type "${type}" comes from two packs: ${owner.name}@${owner.version} and ${pack.name}@${pack.version}. Remove one of them from "nodePacks".`,
        );
      }
      owners.set(type, pack);
    }
  }
}
