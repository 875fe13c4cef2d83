import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const PACKAGES = join(import.meta.dirname, "../../..");

test("each column of the schema is named by a query: what nothing reads or writes goes in a migration", () => {
  const sources = globSync("*/src/**/*.ts", { cwd: PACKAGES })
    .filter((file) => !/\.test\.ts$|\/migrations\/|\/tables\.ts$/.test(file))
    .map((file) => readFileSync(join(PACKAGES, file), "utf8"))
    .join("\n");
  const words = new Set(sources.match(/\w+/g));
  const schema = readFileSync(join(PACKAGES, "db/schema.sql"), "utf8");
  const columns = [...schema.matchAll(/^create table (\w+) \(\n(.*?)\n\);/gms)].flatMap(([, table, body]) =>
    [...body!.matchAll(/^ {2}(?!constraint )"?(\w+)"? /gm)].map(([, column]) => `${table}.${column}`),
  );
  expect(columns.length).toBeGreaterThan(100);
  expect(columns.filter((column) => !words.has(column.split(".")[1]!))).toEqual([]);
});
