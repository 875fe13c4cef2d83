import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A step of a recipe: a marker comment in CONTRIBUTING.md and the code block after it. */
export interface RecipeStep {
  readonly action: "create" | "before" | "after" | "replace";
  /** The path of the file from the root of the tree. */
  readonly file: string;
  /** The text before or after which the block is inserted, or which the block replaces. */
  readonly anchor: string;
  readonly code: string;
}

const MARKER =
  /<!-- recipe: (?:create (\S+)|insert into (\S+) (before|after) "((?:[^"\\]|\\.)*)"|replace in (\S+) "((?:[^"\\]|\\.)*)") -->\n\n(`{3,4})\w+\n([^]*?)\n\7\n/g;

/** The steps of all recipes on a page, in order. */
export function recipeSteps(page: string): RecipeStep[] {
  return [...page.matchAll(MARKER)].map(([, created, into, where, at = "", replaced, old = "", , code = ""]) => ({
    action: created !== undefined ? "create" : replaced !== undefined ? "replace" : (where as "before" | "after"),
    file: created ?? into ?? replaced!,
    anchor: (at || old).replaceAll('\\"', '"'),
    code,
  }));
}

/** Applies a step to the tree at `root`. Throws if the anchor is missing, because the recipe is then out of date. */
export function applyStep(root: string, { action, file, anchor, code }: RecipeStep): void {
  const path = join(root, file);
  if (action === "create") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${code}\n`);
    return;
  }
  const text = readFileSync(path, "utf8");
  const at = text.indexOf(anchor);
  if (at === -1) throw new Error(`CONTRIBUTING.md: ${file} has no line with ${JSON.stringify(anchor)}.`);
  if (action === "replace") {
    writeFileSync(
      path,
      text.replace(anchor, () => code),
    );
    return;
  }
  const lineStart = text.lastIndexOf("\n", at) + 1;
  const lineEnd = text.indexOf("\n", at) + 1;
  const position = action === "before" ? lineStart : lineEnd;
  writeFileSync(path, `${text.slice(0, position)}${code}\n${text.slice(position)}`);
}
