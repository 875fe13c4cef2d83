import { resolve } from "node:path";
import { CLI_PACKAGES, packPublicPackages } from "./pack-public-packages.ts";

const USAGE = `Usage: npm run pack:cli -- <folder>

Packs the command line and the client into the folder, as files that npm installs:

  npm install --global <folder>/*.tgz
`;

const [folder] = process.argv.slice(2);
if (folder === undefined || folder.startsWith("-")) {
  process.stderr.write(USAGE);
  process.exitCode = folder === "--help" ? 0 : 2;
} else {
  for (const { file } of packPublicPackages(resolve(folder), CLI_PACKAGES))
    process.stdout.write(`${resolve(folder, file)}\n`);
}
