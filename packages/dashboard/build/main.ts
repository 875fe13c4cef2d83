import { parseArgs } from "node:util";
import { builtFolder } from "./built-folder.ts";
import { buildInto } from "./build-into.ts";

// Builds the dashboard, unless its files for these sources are there. Progress goes to stderr; the last line on stdout says where they are.
// With `--out <folder>` they are written into that folder in any case.

const { out } = parseArgs({ options: { out: { type: "string" } } }).values;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = out === undefined ? await builtFolder(say) : await buildInto(out, say);
process.stdout.write(`${JSON.stringify({ folder })}\n`);
