import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { WrongCall } from "../wrong-call.ts";

const PROGRAM = "tools/run.mjs";

/**
 * The checkout of Tempograph's repository that starts the stack: the one that is named, else the one around the working folder or around
 * this program. The packed command line has no stack in it, because Postgres, Temporal and the workers are not published packages.
 */
export function findCheckout(named: string | undefined, cwd: string): string {
  const isCheckout = (folder: string): boolean =>
    existsSync(join(folder, PROGRAM)) && existsSync(join(folder, "packages/local-stack"));
  if (named !== undefined) {
    if (isCheckout(resolve(cwd, named))) return resolve(cwd, named);
    throw new WrongCall(`${named} is not a checkout of Tempograph's repository.`);
  }
  const found = [cwd, fileURLToPath(import.meta.url)].flatMap(ancestors).find(isCheckout);
  if (found !== undefined) return found;
  throw new WrongCall(
    "The stack is started from a checkout of Tempograph's repository, and there is none here.",
    "Clone the repository, and name its folder with --checkout or TEMPOGRAPH_CHECKOUT.",
  );
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...ancestors(parent)];
}
