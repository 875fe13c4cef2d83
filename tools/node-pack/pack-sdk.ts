import { resolve } from "node:path";
import { packPublicPackages } from "./pack-public-packages.ts";

const USAGE = `Usage: npm run pack:sdk -- <folder>

Packs the packages that a node pack or a workflow in TypeScript needs into the folder, as files that npm installs:

  npm install <folder>/*.tgz
`;

const [folder] = process.argv.slice(2);
if (folder === undefined || folder.startsWith("-")) {
  process.stderr.write(USAGE);
  process.exitCode = folder === "--help" ? 0 : 2;
} else {
  for (const { file } of packPublicPackages(resolve(folder))) process.stdout.write(`${resolve(folder, file)}\n`);
}
