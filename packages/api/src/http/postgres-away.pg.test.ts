import { createTestDatabase, waitFor, withAdminClient, type TestDatabase } from "@tempograph/testing";
import { createClient, type Client } from "graphql-ws";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

// The API reaches Postgres through a relay, which the tests cut and mend.

let database: TestDatabase;
let relay: Server;
let api: TestApi;
let secret: string;
const passing = new Set<Socket>();
let isCut = false;

beforeAll(async () => {
  database = await createTestDatabase();
  const { hostname, port } = new URL(database.url);
  relay = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      passing.add(from);
      from.on("error", () => to.destroy()).on("close", () => passing.delete(from) && to.destroy());
      from.pipe(to);
    }
    return undefined;
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const url = new URL(database.url);
  url.host = `127.0.0.1:${String((relay.address() as AddressInfo).port)}`;
  api = await startTestApi({ databaseUrl: url.href });
  secret = (await api.request("POST", "/tokens", { name: "kim", roles: ["operator"] })).body.secret;
});
afterAll(async () => {
  isCut = false;
  await api.stop();
  relay.close();
  await database.drop();
});

const cut = () => {
  isCut = true;
  for (const socket of passing) socket.destroy();
};
const mend = async () => {
  isCut = false;
  await waitFor(async () => (await asKim("/executions")).status === 200);
};
const asKim = (path: string) => api.request("GET", path, undefined, { authorization: `Bearer ${secret}` });
const away = { status: 503, code: "DATABASE_UNAVAILABLE", retryable: true };

test("REST and GraphQL say that Postgres is away and when to try again, also for a token that it holds", async () => {
  expect((await asKim("/viewer")).status).toBe(200);
  cut();
  try {
    for (const answer of [
      await asKim("/viewer"),
      await asKim("/executions"),
      await api.request("GET", "/executions"),
      await api.request("POST", "/events", { a: 1 }),
      await api.request("POST", "/graphql", { query: "{ __typename }" }, { authorization: `Bearer ${secret}` }),
    ]) {
      expect(answer.body).toMatchObject(away);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    for (const query of [
      "{ executions { nodes { id } } }",
      `mutation { eventSend(input: { type: "t" }) { __typename } }`,
    ])
      expect((await api.graphql(query)).body.errors[0]).toMatchObject({
        message: expect.stringContaining("Postgres does not answer"),
        extensions: { code: "DATABASE_UNAVAILABLE", retryable: true, requestId: expect.any(String) },
      });
    // What needs no Postgres goes on.
    expect((await api.request("GET", "/viewer")).status).toBe(200);
    expect((await fetch(`${api.url}/health`)).status).toBe(200);
    expect((await fetch(`${api.url}/ready`)).status).toBe(503);
  } finally {
    await mend();
  }
});

function socketOf(closed: (code: number) => void): Client {
  return createClient({
    url: `${api.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${secret}` },
    shouldRetry: () => false,
    lazy: false,
    onNonLazyError: () => {},
    on: { closed: (event) => closed((event as { code: number }).code) },
  });
}

test("an open WebSocket stays, and a new one is told to come again", async () => {
  const codes: number[] = [];
  const open = socketOf((code) => codes.push(code));
  const ask = async () => (await open.iterate({ query: "{ viewer { name } }" }).next()).value;
  expect((await ask()).data.viewer.name).toBe("kim");
  cut();
  try {
    const refused = await ask().catch((error: unknown) => error);
    expect(JSON.stringify(refused)).toContain("DATABASE_UNAVAILABLE");
    let code: number | undefined;
    socketOf((closed) => (code = closed));
    await waitFor(() => code !== undefined);
    expect(code).toBe(1013);
  } finally {
    await mend();
  }
  expect((await ask()).data.viewer.name).toBe("kim");
  expect(codes).toEqual([]);
  await open.dispose();
});

test("a Postgres that is read-only, such as a standby after a fail-over, refuses what is sent, and its data can be read", async () => {
  const become = (isReadOnly: boolean) =>
    withAdminClient(database.url, async (client) => {
      await client.query("set default_transaction_read_only = off");
      await client.query(`alter database ${database.name} set default_transaction_read_only = ${String(isReadOnly)}`);
      // A fail-over ends all connections, too.
      await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
    });
  await become(true);
  try {
    await waitFor(async () => (await api.request("GET", "/executions")).status === 200);
    expect(await api.request("POST", "/events", { a: 1 })).toMatchObject({ status: 503, body: away });
    expect((await fetch(`${api.url}/ready`)).status).toBe(503);
    expect((await api.request("GET", "/health")).body.parts[0].message).toContain("read-only");
  } finally {
    await become(false);
  }
  await waitFor(async () => (await fetch(`${api.url}/ready`)).status === 200);
  await waitFor(async () => (await api.request("POST", "/events", { a: 1 })).status === 202);
});
