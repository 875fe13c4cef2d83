import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { jsonb } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

// A subscriber that does not read is cut off: it holds no place, it is told why, and it can come back to its cursor.

let api: TestApi;
let id: string;
const UPDATES = 700;
beforeAll(async () => {
  api = await startTestApi({ limits: { subscriptions: 1 }, patienceMs: 100 });
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
  id = await insertExecution(api.db, workflow);
  // More than the buffers of a connection take.
  const text = "x".repeat(30_000);
  await api.db
    .insertInto("execution_updates")
    .values(
      Array.from({ length: UPDATES }, (_, n) => ({
        ...{ execution_id: id, seq: n + 1, key: `k${n}`, kind: "log" as const, path: "s", at: new Date() },
        body: jsonb({ text }),
      })),
    )
    .execute();
  await api.db.updateTable("executions").set({ update_seq: UPDATES }).where("id", "=", id).execute();
});
afterAll(() => api.stop());

const QUERY = "subscription ($id: ID!) { executionEvents(id: $id) { cursor body } }";

/** Whether the only place of a subscriber is free. */
async function isFree(): Promise<boolean> {
  const leave = new AbortController();
  const { status, body } = await fetch(`${api.url}/executions/${id}/events`, {
    headers: { authorization: `Bearer ${api.token}` },
    signal: leave.signal,
  });
  leave.abort();
  await body?.cancel().catch(() => undefined);
  return status === 200;
}

/** Begins a stream of which nothing is read. */
async function subscribe(way: string): Promise<IncomingMessage> {
  const rest = way === "REST over SSE";
  const headers = { authorization: `Bearer ${api.token}`, accept: "text/event-stream" };
  const sent = rest
    ? request(`${api.url}/executions/${id}/events`, { headers, agent: false })
    : request(`${api.url}/graphql`, {
        ...{ method: "POST", agent: false, headers: { ...headers, "content-type": "application/json" } },
      });
  sent.end(rest ? undefined : JSON.stringify({ query: QUERY, variables: { id } }));
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return answer;
}

interface Message {
  readonly id?: string;
  readonly event?: string;
  readonly data?: string;
}

/** What came until the end of the stream. */
async function messagesOf(answer: IncomingMessage): Promise<Message[]> {
  let text = "";
  for await (const part of answer.setEncoding("utf8")) text += part as string;
  const lines = (message: string): string[] => message.split("\n").filter((line) => /^\w/.test(line));
  return text
    .split("\n\n")
    .map((message) => Object.fromEntries(lines(message).map((line) => line.split(/: ?(.*)/s).slice(0, 2))) as Message)
    .filter(({ event }) => event !== undefined && event !== "complete");
}

test.each(["REST over SSE", "GraphQL over SSE"])("%s: the last message has the code and a hint", async (way) => {
  const answer = await subscribe(way);
  await waitFor(isFree);
  const messages = await messagesOf(answer);
  const last = messages.at(-1)!;
  const updates = messages.slice(0, -1);
  const cursors = updates.map(({ data }) => {
    const update = JSON.parse(data!) as { cursor?: string; data?: { executionEvents: { cursor: string } } };
    return Number(update.cursor ?? update.data?.executionEvents.cursor);
  });
  // All that were sent have come, in their order, and the subscriber goes on behind them.
  expect(cursors.length).toBeLessThan(UPDATES);
  expect(cursors).toEqual(cursors.map((_, index) => index + 1));
  expect(last.data).toContain("SUBSCRIBER_TOO_SLOW");
  expect(last.data).toContain("Subscribe again with the cursor");
  if (way === "REST over SSE") expect(last).toMatchObject({ event: "refused", id: String(cursors.length) });
});

test("graphql-ws: the connection is closed with the code", async () => {
  const socket = new WebSocket(`${api.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await once(socket, "open");
  const say = (message: unknown) => socket.send(JSON.stringify(message));
  const acknowledged = once(socket, "message");
  say({ type: "connection_init", payload: { authorization: `Bearer ${api.token}` } });
  await acknowledged;
  say({ type: "subscribe", id: "1", payload: { query: QUERY, variables: { id } } });
  await once(socket, "message");
  const closes = vi.spyOn(WebSocket.prototype, "close");
  onTestFinished(() => closes.mockRestore());
  socket.pause();
  await waitFor(() => closes.mock.calls.length > 0);
  let seen = 1;
  socket.on("message", () => (seen += 1));
  const closed = once(socket, "close");
  socket.resume();
  const [code, reason] = (await closed) as [number, Buffer];
  expect({ code, reason: String(reason) }).toMatchObject({
    code: 1013,
    reason: expect.stringContaining("SUBSCRIBER_TOO_SLOW"),
  });
  expect(seen).toBeLessThan(UPDATES);
  await waitFor(isFree);
});
