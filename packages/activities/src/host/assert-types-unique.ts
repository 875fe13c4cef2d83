import type { NodePack } from "@tempograph/nodes-sdk";

/** @throws Error naming the type and both packs */
export function assertTypesUnique(packs: readonly NodePack[]): void {
  const owners = new Map<string, NodePack>();
  for (const pack of packs) {
    for (const { type } of pack.nodes) {
      const owner = owners.get(type);
      if (owner !== undefined) {
        throw new Error(
          `The node type "${type}" comes from two packs: ${owner.name}@${owner.version} and ${pack.name}@${pack.version}. Remove one of them from "nodePacks".`,
        );
      }
      owners.set(type, pack);
    }
  }
}
