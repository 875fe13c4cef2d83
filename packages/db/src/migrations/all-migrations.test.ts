import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { allMigrations } from "./all-migrations.ts";

/** A released database has two with this number. */
const TWICE = "0026";

test("each migration has a number of its own, greater than those before it, and each file is one of them", () => {
  const names = Object.keys(allMigrations);
  const numbers = names.map((name) => name.slice(0, 4)).filter((number) => number !== TWICE);
  expect(numbers).toEqual([...new Set(numbers)].sort());
  const files = readdirSync(import.meta.dirname).filter((file) => /^\d{4}-.*\.ts$/.test(file));
  expect(files.sort()).toEqual(names.map((name) => `${name}.ts`));
});
