import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isTestCode, isTypeScript, projectFiles, ROOT } from "./project-files.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** The names of Tempograph's own environment variables that the code of these folders reads. */
function settingsOf(folders: readonly string[]): readonly string[] {
  const code = folders.flatMap(projectFiles).filter((path) => isTypeScript(path) && !isTestCode(path));
  return [
    ...new Set(code.flatMap((path) => [...read(path).matchAll(/"(TEMPOGRAPH_[A-Z_]*[A-Z])"/g)].map((at) => at[1]!))),
  ];
}

const missingIn = (text: string, settings: readonly string[]): readonly string[] =>
  settings.filter((name) => !new RegExp(String.raw`\b${name}\b`).test(text)).toSorted();

test("every setting that a package reads from the environment is in the docs", () => {
  const settings = settingsOf(["packages"]);
  expect(settings.length).toBeGreaterThan(50);
  expect(missingIn(projectFiles("docs/guide").map(read).join("\n"), settings)).toEqual([]);
});

test.each([
  ["api", "config.ts", ["packages/api", "packages/runtime", "packages/db"]],
  [
    "worker",
    "main.ts",
    ["packages/worker", "packages/runtime", "packages/db", "packages/activities", "packages/dispatch"],
  ],
])("the %s says with --help every setting that it reads", (name, file, folders) => {
  const settings = settingsOf(folders);
  expect(settings.length).toBeGreaterThan(20);
  // The text is read from the source, because loading a whole program takes seconds.
  const [, help] = /const (?:HELP|usage)\b[^=]*= `([^`]+)`/.exec(read(`packages/${name}/src/${file}`))!;
  expect(missingIn(help!, settings)).toEqual([]);
});
