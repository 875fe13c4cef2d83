import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { allMigrations } from "./all-migrations.ts";

test("each migration has a number of its own, greater than that of the one before, and each file is one of them", () => {
  const names = Object.keys(allMigrations);
  const numbers = names.map((name) => name.slice(0, 4));
  expect(numbers).toEqual([...new Set(numbers)].sort());
  const files = readdirSync(import.meta.dirname).filter((file) => /^\d{4}-.*\.ts$/.test(file));
  expect(files.sort()).toEqual(names.map((name) => `${name}.ts`));
});
