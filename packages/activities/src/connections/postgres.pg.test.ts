import { createEgressFetch, createNodeConnect } from "@tempograph/nodes-sdk";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgres, type PostgresFields, withPostgres } from "./postgres.ts";

let database: TestDatabase;
let fields: PostgresFields;
const egress = createEgressFetch({ allow: ["127.0.0.1", "localhost"] });
const { signal } = new AbortController();
const connect = createNodeConnect(egress.connect, signal);
beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  fields = postgres.fields.parse({
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    security: "none",
  });
});
afterAll(() => Promise.all([database.drop(), egress.close()]));

const ask = (
  sql: string,
  more: Partial<PostgresFields> = {},
  limits: { signal?: AbortSignal; timeoutMs?: number } = {},
) =>
  withPostgres({ connect, signal, timeoutMs: 5_000, ...limits }, { ...fields, ...more }, async (client) => {
    const { rows } = await client.query(sql);
    return rows as unknown[];
  });

test("a database is asked by name and by address", async () => {
  expect(await ask("select 1 as n")).toEqual([{ n: 1 }]);
  expect(await ask("select 1 as n", { host: "localhost" })).toEqual([{ n: 1 }]);
  expect(await postgres.test!({ connect, signal } as never, fields)).toBe("The database takes user and password.");
});

test.each([
  ["a server without TLS", "select 1", { security: "tls" }, "POSTGRES_UNREACHABLE"],
  ["a user that does not exist", "select 1", { user: "nobody" }, "POSTGRES_REFUSED"],
  ["a database that does not exist", "select 1", { database: "none" }, "POSTGRES_REFUSED"],
  ["a statement that is wrong", "select", {}, "POSTGRES_REFUSED"],
  ["a port where nobody listens", "select 1", { port: 1 }, "NETWORK_ERROR"],
] as const)("%s is told", async (_, sql, more, code) => {
  await expect(ask(sql === "select" ? "selekt 1" : sql, more)).rejects.toMatchObject({
    code,
    hint: expect.any(String),
  });
});

test("a statement that takes too long is ended by the server", async () => {
  await expect(ask("select pg_sleep(60)", {}, { timeoutMs: 200 })).rejects.toMatchObject({
    code: "POSTGRES_REFUSED",
    retryable: true,
    details: { sqlState: "57014" },
  });
});

test("a step that is cancelled ends its statement", async () => {
  const controller = new AbortController();
  const asked = ask("select pg_sleep(60)", {}, { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("cancelled")), 300);
  await expect(asked).rejects.toThrow("cancelled");
});

test("the egress rules hold for databases", async () => {
  const closed = createEgressFetch({});
  const limits = { connect: createNodeConnect(closed.connect, signal), signal, timeoutMs: 1_000 };
  await expect(withPostgres(limits, fields, async () => undefined)).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  const narrow = { ...limits, connect: createNodeConnect(egress.connect, signal, [["other.example:5432"]]) };
  await expect(withPostgres(narrow, fields, async () => undefined)).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  await closed.close();
});
