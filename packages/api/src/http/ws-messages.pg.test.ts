import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

// Every message of a WebSocket is read, so every message counts (I14).

const LIMIT = 20;
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ limits: { requests: LIMIT, anonymous: LIMIT }, tokens: { vi: ["sender"] } });
});
afterAll(() => api.stop());

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(`${api.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await once(socket, "open");
  return socket;
}
const send = (socket: WebSocket, message: object) => socket.send(JSON.stringify(message));
const ended = async (socket: WebSocket) => (await once(socket, "close"))[0] as number;
const ping = { type: "ping" };

test("before a connection is accepted, no message may be large", async () => {
  const socket = await open();
  send(socket, { ...ping, payload: { text: "x".repeat(20_000) } });
  expect(await ended(socket)).toBe(4400);
});

test("a caller that sends more messages than requests are allowed is disconnected, and nobody else", async () => {
  const connect = async (token: string) => {
    const socket = await open();
    send(socket, { type: "connection_init", payload: { authorization: `Bearer ${token}` } });
    expect(String((await once(socket, "message"))[0])).toContain("connection_ack");
    return socket;
  };
  const other = await connect(api.token);
  const flooding = await connect(`${api.token}_vi`);
  send(flooding, { ...ping, payload: { text: "x".repeat(20_000) } });
  for (let times = 0; times < LIMIT; times += 1) send(flooding, ping);
  expect(await ended(flooding)).toBe(4429);
  // A new connection does not help.
  const again = await connect(`${api.token}_vi`);
  send(again, ping);
  expect(await ended(again)).toBe(4429);
  send(other, ping);
  expect(String((await once(other, "message"))[0])).toContain("pong");
  other.close();
});

test("without a token messages count against the address", async () => {
  const socket = await open();
  for (let times = 0; times <= LIMIT; times += 1) send(socket, ping);
  expect(await ended(socket)).toBe(4429);
});

test("probes are answered when their address has used up its requests without a token", async () => {
  const pages = await Promise.all(Array.from({ length: LIMIT + 1 }, () => fetch(`${api.url}/docs`)));
  expect(pages.map(({ status }) => status)).toContain(429);
  const probes = await Promise.all(
    ["/ready", "/health"].flatMap((path) => Array.from({ length: LIMIT + 1 }, () => fetch(api.url + path))),
  );
  expect([...new Set(probes.map(({ status }) => status))]).toEqual([200]);
});
