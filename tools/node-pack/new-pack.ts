import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { ROOT } from "../tree/project-files.ts";
import { packPublicPackages } from "./pack-public-packages.ts";

const USAGE = `Usage: npm run new-pack -- <folder>

Makes a folder for nodes of your own, outside of this repository: a copy of examples/node-pack with the packages that
it needs as files beside it (vendor/), so that "npm install" works there.
`;

const TEMPLATE = join(ROOT, "examples/node-pack");
const NOT_COPIED = new Set(["node_modules", "dist"]);

function newPack(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty. Name a folder that does not exist yet.`);
  const name = basename(folder).toLowerCase();
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name))
    throw new Error(
      `${JSON.stringify(basename(folder))} cannot be the name of a package: use letters, digits and "-".`,
    );
  process.stderr.write("Packing what a node pack needs\n");
  const packed = packPublicPackages(join(folder, "vendor"));
  cpSync(TEMPLATE, folder, { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> };
  const vendored = packed.map((one): [string, string] => [one.name, `file:vendor/${one.file}`]);
  const dependencies = { ...Object.fromEntries(vendored), ...manifest.dependencies, ...Object.fromEntries(vendored) };
  const own = { ...manifest, name, description: "Nodes for Tempograph.", dependencies };
  writeFileSync(file, `${JSON.stringify(own, null, 2)}\n`);
  process.stdout.write(`${folder} is ready:

  cd ${folder}
  npm install
  npm run check && npm test

Its nodes run in the demo with

  TEMPOGRAPH_NODE_PACKS=${folder} npm run demo
`);
}

const [folder] = process.argv.slice(2);
if (folder === undefined || folder.startsWith("-")) {
  process.stderr.write(USAGE);
  process.exitCode = folder === "--help" ? 0 : 2;
} else {
  try {
    newPack(resolve(folder));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
