import { createClient, type Client } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { listen } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, insertUpdate, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;
beforeAll(async () => {
  api = await startTestApi();
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
});
afterAll(() => api.stop());

interface Update {
  readonly cursor: string;
  readonly kind: string;
  readonly path?: string | null;
  readonly closing?: boolean;
}

const SUBSCRIBE = `subscription ($id: ID!, $after: String) { executionEvents(executionId: $id, after: $after) { cursor kind path closing body execution { id status } } }`;

const step = (id: string, n: number) =>
  insertUpdate(api.db, id, { kind: "step", key: `step:${n}`, path: `s${n}`, body: { n } });
const close = (id: string) =>
  insertUpdate(api.db, id, {
    kind: "status",
    key: "status:completed",
    body: { status: "completed" },
    status: "completed",
  });

/** The ways to subscribe. Each passes the updates to `seen`, and resolves when the server ends it or `stop` was called. */
type Subscribe = (id: string, after: string | undefined, seen: Update[], signal: AbortSignal) => Promise<void>;

async function readSse(
  response: Response,
  onEvent: (event: { id?: string; event?: string; data?: string }) => void,
): Promise<void> {
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = Object.fromEntries(
        text
          .slice(0, end)
          .split("\n")
          .filter((line) => !line.startsWith(":"))
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      );
      onEvent(event);
      text = text.slice(end + 2);
    }
  }
}

const ways: Record<string, Subscribe> = {
  async "GraphQL over SSE"(id, after, seen, signal) {
    const response = await fetch(`${api.url}/graphql`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${api.token}`,
        "content-type": "application/json",
        accept: "text/event-stream",
      },
      body: JSON.stringify({ query: SUBSCRIBE, variables: { id, after } }),
      signal,
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    await readSse(response, ({ event, data }) => {
      if (event === "next") seen.push(JSON.parse(data!).data.executionEvents);
    });
  },
  async "graphql-ws"(id, after, seen, signal) {
    const client = wsClient({ authorization: `Bearer ${api.token}` });
    signal.addEventListener("abort", () => void client.dispose());
    for await (const result of client.iterate<{ executionEvents: Update }>({
      query: SUBSCRIBE,
      variables: { id, after },
    })) {
      expect(result.errors).toBeUndefined();
      seen.push(result.data!.executionEvents);
    }
    await client.dispose();
  },
  async "REST over SSE"(id, after, seen, signal) {
    const response = await fetch(`${api.url}/executions/${id}/events`, {
      headers: { authorization: `Bearer ${api.token}`, ...(after !== undefined && { "last-event-id": after }) },
      signal,
    });
    if (response.status === 204) return;
    await readSse(response, ({ id: cursor, event, data }) => {
      if (data === undefined) return;
      expect(JSON.parse(data)).toMatchObject({ cursor, kind: event, executionId: id });
      seen.push(JSON.parse(data));
    });
  },
};

function wsClient(connectionParams: Record<string, unknown>): Client {
  return createClient({
    url: `${api.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
  });
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe.each(Object.keys(ways))("%s", (way) => {
  const subscribe = ways[way]!;

  test("a subscription gives the stored updates, then new ones, and ends after the closing update", async () => {
    const id = await insertExecution(api.db, workflow);
    await step(id, 1);
    await step(id, 2);
    const seen: Update[] = [];
    const ended = subscribe(id, undefined, seen, new AbortController().signal);
    await waitFor(() => seen.length === 2);
    await step(id, 3);
    // The update arrives while the execution is open.
    await waitFor(() => seen.length === 3, { intervalMs: 5 });
    expect(seen.map(({ kind }) => kind.toLowerCase())).not.toContain("status");
    await close(id);
    await ended;
    expect(seen.map(({ cursor }) => cursor)).toEqual(["1", "2", "3", "4"]);
    expect(seen.map(({ kind }) => kind.toLowerCase())).toEqual(["step", "step", "step", "status"]);
  });

  test("I7: a subscriber that returns with the last cursor gets every later update once", async () => {
    const id = await insertExecution(api.db, workflow);
    const seen: Update[] = [];
    let written = 0;
    const write = async (count: number) => {
      for (let n = 0; n < count; n++) await step(id, written++);
    };
    for (let round = 0; round < 4; round++) {
      const abort = new AbortController();
      const ended = subscribe(id, seen.at(-1)?.cursor, seen, abort.signal).catch(() => {});
      await write(5);
      await waitFor(() => seen.length > round * 7);
      abort.abort();
      await ended;
      // This update is written while nobody is subscribed.
      await write(2);
    }
    await close(id);
    await subscribe(id, seen.at(-1)?.cursor, seen, new AbortController().signal);
    expect(seen.map(({ cursor }) => Number(cursor))).toEqual(
      Array.from({ length: written + 1 }, (_, index) => index + 1),
    );
  });

  test("for an execution that has ended, a subscription gives the remaining updates and ends at once", async () => {
    const id = await insertExecution(api.db, workflow);
    await step(id, 1);
    await close(id);
    const all: Update[] = [];
    await subscribe(id, undefined, all, new AbortController().signal);
    expect(all).toHaveLength(2);
    const none: Update[] = [];
    await subscribe(id, "2", none, new AbortController().signal);
    expect(none).toEqual([]);
  });
});

test.each(["GraphQL over SSE", "graphql-ws"])(
  "%s: the execution beside an update is as new as the update, the closing one included",
  async (way) => {
    const id = await insertExecution(api.db, workflow);
    const seen: (Update & { readonly execution?: { readonly status: string } })[] = [];
    const ended = ways[way]!(id, undefined, seen, new AbortController().signal);
    await step(id, 1);
    await waitFor(() => seen.length === 1);
    await close(id);
    await ended;
    expect(seen.map(({ execution, closing }) => [execution?.status, closing])).toEqual([
      ["RUNNING", false],
      ["COMPLETED", true],
    ]);
  },
);

test("more than one page of stored updates is sent completely and in order", async () => {
  const id = await insertExecution(api.db, workflow);
  const count = 1_201;
  await api.db
    .insertInto("execution_updates")
    .values(
      Array.from({ length: count }, (_, n) => ({
        execution_id: id,
        seq: n + 1,
        key: `k${n}`,
        kind: "log" as const,
        path: "s",
        body: "{}" as never,
        at: new Date(),
      })),
    )
    .execute();
  await api.db.updateTable("executions").set({ update_seq: count }).where("id", "=", id).execute();
  await close(id);
  const seen: Update[] = [];
  await ways["REST over SSE"]!(id, undefined, seen, new AbortController().signal);
  expect(seen.map(({ cursor }) => Number(cursor))).toEqual(Array.from({ length: count + 1 }, (_, index) => index + 1));
});

test("without a notification, polling finds the update", async () => {
  const id = await insertExecution(api.db, workflow);
  const seen: Update[] = [];
  const ended = ways["graphql-ws"]!(id, undefined, seen, new AbortController().signal);
  await api.db.updateTable("executions").set({ update_seq: 1, status: "completed" }).where("id", "=", id).execute();
  await api.db
    .insertInto("execution_updates")
    .values({
      execution_id: id,
      seq: 1,
      key: "status:completed",
      kind: "status",
      body: JSON.stringify({ status: "completed" }) as never,
      at: new Date(),
    })
    .execute();
  await ended;
  expect(seen).toMatchObject([{ cursor: "1", closing: true, execution: { status: "COMPLETED" } }]);
});

test("subscribing to an open execution or reading it tells the mirror to follow it", async () => {
  const told: string[] = [];
  const { db } = api;
  const listener = listen(api.databaseUrl, ["tempograph_watch"], (_channel, payload) => told.push(payload));
  await listener.ready;
  const [viewed, followed] = [await insertExecution(db, workflow), await insertExecution(db, workflow)];
  await api.request("GET", `/executions/${viewed}`);
  await waitFor(() => told.includes(viewed));
  const abort = new AbortController();
  const ended = ways["REST over SSE"]!(followed, undefined, [], abort.signal).catch(() => {});
  await waitFor(() => told.includes(followed));
  abort.abort();
  await ended;
  await listener.stop();
});

test("an unknown execution or an invalid cursor gives an error with code and hint, in each way to subscribe", async () => {
  const overHttp = await api.graphql(SUBSCRIBE, { id: "exe_nobody" });
  expect(JSON.stringify(overHttp.body)).toContain("NOT_FOUND");
  expect((await api.request("GET", "/executions/exe_nobody/events")).body).toMatchObject({
    status: 404,
    code: "NOT_FOUND",
  });
  const id = await insertExecution(api.db, workflow);
  expect((await api.request("GET", `/executions/${id}/events?after=x`)).body).toMatchObject({
    status: 400,
    path: "/after",
  });
  const client = wsClient({ authorization: `Bearer ${api.token}` });
  const [first] = await collect(client.iterate({ query: SUBSCRIBE, variables: { id: "exe_nobody" } })).catch(
    (error: unknown) => [{ errors: error }],
  );
  expect(JSON.stringify(first)).toContain("NOT_FOUND");
  await client.dispose();
});

test("graphql-ws without the token is closed as forbidden", async () => {
  const client = wsClient({ authorization: "Bearer wrong" });
  const failed = await collect(client.iterate({ query: "{ health { ok } }" })).catch((event: unknown) => event);
  expect(failed).toMatchObject({ code: 4403 });
  await client.dispose();
});

test("the API stops although somebody is subscribed, and the subscription ends", async () => {
  const own = await startTestApi();
  const id = await insertExecution(
    own.db,
    (await own.request("POST", "/workflows", { name: "x", graph: smallGraph })).body.id,
  );
  const response = await fetch(`${own.url}/executions/${id}/events`, {
    headers: { authorization: `Bearer ${own.token}` },
  });
  const sse = fetch(`${own.url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${own.token}`, "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ query: SUBSCRIBE, variables: { id } }),
  });
  const second = await sse;
  await own.stop();
  await expect(fetch(`${own.url}/health`)).rejects.toThrow();
  // Both streams end without an error and do not stay open.
  for (const text of await Promise.all([response.text(), second.text()])) expect(text).toEqual(expect.any(String));
});
