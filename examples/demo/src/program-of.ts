import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The path of a package's program, which is beside its index: `main.ts` in the source, `main.js` in a build. */
export function programOf(specifier: string): string {
  const index = fileURLToPath(import.meta.resolve(specifier));
  return join(dirname(index), `main${extname(index)}`);
}
