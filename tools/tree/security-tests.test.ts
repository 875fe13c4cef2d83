import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = readFileSync(join(ROOT, "docs/guide/security.md"), "utf8");
const TEST_FILE = /`((?:packages|e2e|tools)\/[\w./-]+\.test\.ts)`/g;

const promises = PAGE.split("### What is promised")[1]!
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| promise ") && !line.startsWith("| ---"));

test("each promise of the threat model names a test", () => {
  expect(promises.length).toBeGreaterThan(5);
  expect(promises.filter((promise) => [...promise.matchAll(TEST_FILE)].length === 0)).toEqual([]);
});

test("each test that the security page names exists", () => {
  const named = [...PAGE.matchAll(TEST_FILE)].map(([, file]) => file!);
  expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
