import { sql } from "kysely";
import { expect, test } from "vitest";
import { createTestDatabase } from "@tempograph/testing";
import { openDatabase } from "../../connection/open-database.ts";
import { shareEventTypes } from "./waits.ts";

test("events of however many types take a bounded number of the server's locks", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  const patterns = Array.from({ length: 20_000 }, (_, n) => ({ project: "main", filter: `type${n}.*` }));
  const held = await db.transaction().execute(async (trx) => {
    await shareEventTypes(trx, patterns);
    const { rows } = await sql<{ n: number }>`
      select count(*)::integer as n from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`.execute(trx);
    return rows[0]!.n;
  });
  await db.destroy();
  await database.drop();
  expect(held).toBeGreaterThan(500);
  expect(held).toBeLessThanOrEqual(1_024);
});
