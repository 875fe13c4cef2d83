import { RESERVED_ROOTS } from "@tempograph/graph";
import type { FormScope } from "../scope-context.ts";
import { childrenAt } from "../template/children.ts";

const MOST = 300;
const DEEPEST = 5;
const RESERVED: ReadonlySet<string> = new Set(RESERVED_ROOTS);

/** The paths that a rule can read, as JSONLogic writes them: fields of the payload without a prefix, `steps.call.status`. */
export function readablePaths({ names, sample }: FormScope): readonly string[] {
  const found: string[] = [];
  let level: (readonly string[])[] = [[]];
  for (let depth = 0; depth < DEEPEST && found.length < MOST; depth += 1) {
    const next: (readonly string[])[] = [];
    for (const path of level) {
      for (const { name } of childrenAt(path, names, sample)) {
        // JSONLogic has no way to write such a name.
        if (name === "" || name.includes(".")) continue;
        const inside = [...path, name];
        next.push(inside);
        const text = varOf(inside);
        if (text !== undefined && found.length < MOST) found.push(text);
      }
    }
    level = next;
  }
  return found;
}

/** Undefined for names that stand for nothing by themselves, such as `steps`. */
function varOf(path: readonly string[]): string | undefined {
  const [root, field, ...rest] = path;
  if (root !== "payload") return path.length === 1 && root !== "item" && root !== "index" ? undefined : path.join(".");
  if (field === undefined) return undefined;
  return RESERVED.has(field) ? path.join(".") : [field, ...rest].join(".");
}
