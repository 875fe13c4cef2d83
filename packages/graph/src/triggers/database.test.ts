import { expect, test } from "vitest";
import { problems, start } from "../validate/test-kit.ts";
import { database } from "./database.ts";
import { parseTableName } from "./table-name.ts";

test.each([
  ["orders", { schema: "public", table: "orders" }],
  ["Shop.Orders", { schema: "shop", table: "orders" }],
  ['"Shop"."Order ""Items"""', { schema: "Shop", table: 'Order "Items"' }],
  ["a.b.c", undefined],
  ["orders; drop table x", undefined],
  ['"orders', undefined],
  ["", undefined],
])("the table %s is read as Postgres reads it", (text, name) => {
  expect(parseTableName(text)).toEqual(name);
});

test.each([
  [{ table: "orders" }, "when a row of public.orders is inserted, updated or deleted"],
  [{ table: "shop.orders", operations: ["delete"] }, "when a row of shop.orders is deleted"],
  [
    { table: "orders", operations: ["insert", "update"], columns: ["status", "note"] },
    "when a row of public.orders is inserted or updated in status or note",
  ],
])("%j is told as a sentence", (config, sentence) => {
  expect(database.sentence({ kind: "database", config: { connection: "c", ...config } })).toBe(sentence);
});

test.each([
  [{ table: "no table" }, "/triggers/0/config/table"],
  [{ table: "orders", operations: ["insert"], columns: ["status"] }, "/triggers/0/config/columns"],
  [{ table: "orders", operations: [] }, "/triggers/0/config/operations"],
  [{ table: "orders", operations: ["truncate"] }, "/triggers/0/config/operations/0"],
  [{ table: "orders", maxLagBytes: 5 }, "/triggers/0/config/maxLagBytes"],
])("%j is refused at %s", (config, path) => {
  const [problem] = problems([start], [], {
    triggers: [{ kind: "database", config: { connection: "shop", ...config } as never }],
  });
  expect(problem).toMatchObject({ code: "INVALID_TRIGGER", path });
});
