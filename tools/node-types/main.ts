import { loadNodePacks } from "../../packages/activities/src/index.ts";
import { manifestOf } from "../../packages/nodes-sdk/src/index.ts";
import { declareNodeTypes, hasOnePort } from "./declare-node-types.ts";

const USAGE = `Usage: npm run --silent node-types -- <pack>… > node-types.ts

Writes the TypeScript types of node packs for @tempograph/builder, so that a step can name a node: .step("slug", "slugify", …).
A pack is named as in TEMPOGRAPH_NODE_PACKS: a folder, a file, or a package that is installed here.
`;

async function main(specifiers: readonly string[]): Promise<void> {
  const packs = await loadNodePacks(specifiers);
  const manifests = packs.flatMap((pack) => pack.nodes.map((node) => manifestOf(node, pack)));
  const declared = await declareNodeTypes("NodeTypes", manifests);
  const importing = /\bJson\b/.test(declared) ? 'import type { Json } from "@tempograph/graph";' : "export {};";
  const body = declared.trimEnd().replaceAll(/^(?=.)/gm, "  ");
  const from = packs.map(({ name, version }) => `${name} ${version}`).join(", ");
  process.stdout.write(`// Made of ${from} by \`npm run node-types\`.
${importing}

declare module "@tempograph/builder" {
${body}
}
`);
  for (const { type } of manifests.filter((one) => !hasOnePort(one)))
    process.stderr.write(
      `${type} has ports of its own: give the step its definition, or nodeType("${type}", [ports]).\n`,
    );
}

const specifiers = process.argv.slice(2);
if (specifiers.length === 0 || specifiers[0] === "--help") {
  process.stderr.write(USAGE);
  process.exitCode = specifiers.length === 0 ? 2 : 0;
} else {
  await main(specifiers).catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  });
}
