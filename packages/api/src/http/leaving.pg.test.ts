import { once } from "node:events";
import { connect } from "node:net";
import { waitFor, whileLocked } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

// A client that leaves while its request waits for Postgres holds nothing afterwards.

const SUBSCRIPTIONS = 3;
let api: TestApi;
let execution: string;
beforeAll(async () => {
  api = await startTestApi({ limits: { subscriptions: SUBSCRIPTIONS } });
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
  execution = await insertExecution(api.db, workflow);
});
afterAll(() => api.stop());

/** Waits until the API has seen what happened on its sockets before. */
async function noticed(): Promise<void> {
  for (let times = 0; times < 3; times += 1) await (await fetch(`${api.url}/health`)).text();
}

const streams: Record<string, () => [string, string?]> = {
  "REST over SSE": () => [`GET /executions/${execution}/events HTTP/1.1`],
  "GraphQL over SSE": () => [
    "POST /graphql HTTP/1.1",
    JSON.stringify({ query: `subscription { executionEvents(id: "${execution}") { cursor } }` }),
  ],
};

test.each(Object.keys(streams))("%s: a client that leaves before the stream begins frees its place", async (way) => {
  await whileLocked(api.databaseUrl, "executions", async (waiting) => {
    const sockets = Array.from({ length: SUBSCRIPTIONS }, () => {
      const { hostname, port } = new URL(api.url);
      const [line, body = ""] = streams[way]!();
      const socket = connect(Number(port), hostname);
      const headers = [
        line,
        `Host: ${hostname}:${port}`,
        `Authorization: Bearer ${api.token}`,
        "Accept: text/event-stream",
      ];
      if (body !== "") headers.push("Content-Type: application/json", `Content-Length: ${body.length}`);
      socket.write([...headers, "", body].join("\r\n"));
      return socket;
    });
    await waitFor(async () => (await waiting()) === SUBSCRIPTIONS);
    await Promise.all(
      sockets.map(async (socket) => {
        const closed = once(socket, "close");
        socket.destroy();
        await closed;
      }),
    );
    await noticed();
  });
  const leave = new AbortController();
  const subscribe = async (signal: AbortSignal) => {
    const headers = { authorization: `Bearer ${api.token}` };
    return (await fetch(`${api.url}/executions/${execution}/events`, { headers, signal })).status;
  };
  for (let place = 0; place < SUBSCRIPTIONS; place += 1) await expect.poll(() => subscribe(leave.signal)).toBe(200);
  leave.abort();
  // The next test needs the places.
  await expect
    .poll(async () => {
      const one = new AbortController();
      const status = await subscribe(one.signal);
      one.abort();
      return status;
    })
    .toBe(200);
});

test("the token of a WebSocket that left before it was accepted is looked up no more", async () => {
  const [left, stays] = await Promise.all(
    ["left", "stays"].map(async (name) => (await api.request("POST", "/tokens", { name, roles: ["viewer"] })).body),
  );
  const open = (secret: string) => {
    const socket = new WebSocket(`${api.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    const payload = { authorization: `Bearer ${secret}` };
    socket.once("open", () => socket.send(JSON.stringify({ type: "connection_init", payload })));
    return socket;
  };
  await whileLocked(api.databaseUrl, "tokens", async (waiting) => {
    const socket = open(left.secret);
    await waitFor(async () => (await waiting()) === 1);
    const closed = once(socket, "close");
    socket.terminate();
    await closed;
    await noticed();
  });
  const socket = open(stays.secret);
  await once(socket, "message");
  // A look at a token whose last use is long ago writes the use down.
  const long = new Date(0);
  const lastUses = async () => {
    const rows = await api.db.selectFrom("tokens").select(["name", "last_used_at"]).execute();
    return Object.fromEntries(rows.map((row) => [row.name, row.last_used_at?.getTime()]));
  };
  for (let look = 0; look < 2; look += 1) {
    await api.db.updateTable("tokens").set({ last_used_at: long }).execute();
    await waitFor(async () => (await lastUses())["stays"] !== 0);
  }
  expect((await lastUses())["left"]).toBe(0);
  socket.close();
});
