import { type AddressInfo, createServer } from "node:net";
import { createEgressFetch, createNodeConnect } from "@tempograph/nodes-sdk";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgres } from "./postgres.ts";
import type { PostgresFields } from "./postgres-client.ts";

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

const logIn = async (more: Partial<PostgresFields> = {}, context: object = { connect, signal }) =>
  await postgres.test!(context as never, { ...fields, ...more });

test("a database is reached by name and by address", async () => {
  expect(await logIn()).toBe("The database takes user and password.");
  expect(await logIn({ host: "localhost" })).toBe("The database takes user and password.");
});

test.each([
  ["a server without TLS", { security: "tls" }, "POSTGRES_UNREACHABLE"],
  ["a user that does not exist", { user: "nobody" }, "POSTGRES_REFUSED"],
  ["a database that does not exist", { database: "none" }, "POSTGRES_REFUSED"],
  ["a port where nobody listens", { port: 1 }, "NETWORK_ERROR"],
] as const)("%s is told", async (_, more, code) => {
  await expect(logIn(more)).rejects.toMatchObject({ code, hint: expect.any(String) });
});

test("the test ends with its time, though the server does not answer", async () => {
  const controller = new AbortController();
  const silent = createServer(() => controller.abort(new Error("time is over")));
  await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
  const { port } = silent.address() as AddressInfo;
  await expect(logIn({ host: "127.0.0.1", port }, { connect, signal: controller.signal })).rejects.toThrow(
    "time is over",
  );
  await new Promise((done) => silent.close(done));
});

test("the egress rules hold for databases", async () => {
  const closed = createEgressFetch({});
  for (const narrow of [
    createNodeConnect(closed.connect, signal),
    createNodeConnect(egress.connect, signal, [["other.example:5432"]]),
  ])
    await expect(logIn({}, { connect: narrow, signal })).rejects.toMatchObject({ code: "EGRESS_REFUSED" });
  await closed.close();
});
