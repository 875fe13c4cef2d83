import { isNodePack, type NodePack } from "@tempograph/nodes-sdk";
import { assertTypesUnique } from "./assert-types-unique.ts";
import { resolvePack } from "./resolve-pack.ts";

/**
 * Imports node packs: `@acme/crm-nodes` (installed where `cwd` is), `./my-nodes` (a package's folder) or `./my-nodes/index.ts` (a file).
 * A pack is what the module exports as `default` or as `pack`, else its only export that is one.
 *
 * @throws Error naming the specifier: not found, not loadable, no pack, or a node type that two packs bring
 */
export async function loadNodePacks(specifiers: readonly string[], cwd: string = process.cwd()): Promise<NodePack[]> {
  const packs = await Promise.all([...new Set(specifiers)].map((specifier) => loadNodePack(specifier, cwd)));
  assertTypesUnique(packs);
  return packs;
}

async function loadNodePack(specifier: string, cwd: string): Promise<NodePack> {
  const url = resolvePack(specifier, cwd);
  let module: Record<string, unknown>;
  try {
    module = (await import(url)) as Record<string, unknown>;
  } catch (error) {
    throw new Error(
      `The node pack ${JSON.stringify(specifier)} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const packs = Object.values(module).filter(isNodePack);
  const pack = [module["default"], module["pack"], packs.length === 1 ? packs[0] : undefined].find(isNodePack);
  if (pack === undefined) {
    const names = Object.keys(module);
    throw new Error(
      `${JSON.stringify(specifier)} is no node pack: it exports ${names.length === 0 ? "nothing" : names.join(", ")}. Export one: export const pack = defineNodePack({ … }).`,
    );
  }
  return pack;
}
