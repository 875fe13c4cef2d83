import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SOURCES = join(import.meta.dirname, "..");
const NAMED = /^\s*(?:query|mutation|subscription|fragment) (\w+)/gm;

test("the name of each document is unique in the dashboard, because answers are kept by it", () => {
  const files = globSync("**/*.{ts,tsx}", { cwd: SOURCES });
  const names = files.flatMap((file) =>
    [...readFileSync(join(SOURCES, file), "utf8").matchAll(NAMED)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
