import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program of a package stands beside its index: `main.ts` in the source, `main.js` where it was built. */
export function programOf(specifier: string): string {
  const index = fileURLToPath(import.meta.resolve(specifier));
  return join(dirname(index), `main${extname(index)}`);
}
