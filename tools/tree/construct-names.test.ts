import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isTestCode, isTypeScript, projectFiles, ROOT } from "./project-files.ts";

const CONSTRUCTS = "packages/graph/src/interpret/constructs/";
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The names of the language's node types in their manifests. */
const types = projectFiles(CONSTRUCTS)
  .flatMap((path) => /\n {2}manifest: \{[^}]*?\n {4}type: "(\w+)"/.exec(read(path))?.[1] ?? [])
  .filter((type) => type !== "string");

test("only a construct's own file decides by its type; all other code reads its descriptor", () => {
  expect(types.length).toBeGreaterThanOrEqual(20);
  const decides = new RegExp(String.raw`\btype\b[^\n]{0,12}[=!]==? "(?:${types.join("|")})"`);
  const code = projectFiles("packages").filter((path) => isTypeScript(path) && !isTestCode(path));
  expect(code.filter((path) => !path.startsWith(CONSTRUCTS) && decides.test(read(path)))).toEqual([]);
  expect(decides.test('if (node.type === "for_each") return;')).toBe(true);
});
