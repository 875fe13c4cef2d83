import { createClient } from "graphql-ws";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { smallGraph } from "../../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let execution: string;
beforeAll(async () => {
  api = await startTestApi({ tokens: { ops: ["operator"] } });
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id as string;
  execution = await insertExecution(api.db, workflow);
});
afterAll(() => api.stop());

const make = async (name: string, roles: readonly string[], more: object = {}) =>
  (await api.request("POST", "/tokens", { name, roles, ...more })).body as { id: string; secret: string };
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const viewer = (secret: string) => api.request("GET", "/viewer", undefined, bearer(secret));
const revoke = (id: string) => api.request("POST", `/tokens/${id}/revoke`);

test("a token is shown once, works at once, and is stored and logged only as a hash", async () => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const { status, body } = await api.request("POST", "/tokens", {
    name: "crm",
    roles: ["sender", "finance"],
    expiresAt,
  });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^tok_/),
    name: "crm",
    project: "main",
    roles: ["sender", "finance"],
    createdAt: expect.any(String),
    createdBy: "owner",
    expiresAt,
    lastUsedAt: null,
    revokedAt: null,
    secret: expect.stringMatching(/^tg_[\w-]{43}$/),
  });
  expect((await viewer(body.secret)).body).toMatchObject({
    name: "crm",
    roles: ["sender", "finance"],
    project: "main",
  });
  expect((await viewer(`${body.secret.slice(0, -1)}${body.secret.endsWith("A") ? "B" : "A"}`)).status).toBe(401);

  const shown = async () =>
    (await api.request("GET", "/tokens")).body.items.find(({ id }: { id: string }) => id === body.id);
  // The last use is written beside the request.
  await waitFor(async () => (await shown()).lastUsedAt !== null);
  const stored = JSON.stringify([
    await shown(),
    await api.db.selectFrom("tokens").selectAll().execute(),
    await api.db.selectFrom("audit_log").selectAll().execute(),
  ]);
  expect(stored).not.toContain(body.secret);
  const { items } = (await api.request("GET", `/audit?target=${body.id}`)).body;
  expect(items).toMatchObject([{ actor: "owner", action: "tokenCreate", outcome: "ok", input: { name: "crm" } }]);
});

test("over GraphQL: make, list, revoke", async () => {
  const made = await api.graphql(
    `mutation { tokenCreate(input: { name: "gq", roles: ["viewer"] }) { ... on TokenCreatePayload { secret token { id name roles } } } }`,
  );
  const { secret, token } = made.body.data.tokenCreate;
  expect((await viewer(secret)).status).toBe(200);
  const list = await api.graphql("{ tokens(first: 100) { nodes { id revokedAt } totalCount } }");
  expect(list.body.data.tokens.nodes).toContainEqual({ id: token.id, revokedAt: null });
  const query = `mutation ($id: ID!) { tokenRevoke(input: { id: $id }) { ... on TokenRevokePayload { token { revokedAt } } ... on Error { code } } }`;
  const first = (await api.graphql(query, { id: token.id })).body.data.tokenRevoke.token.revokedAt as string;
  expect(first).toEqual(expect.any(String));
  expect((await viewer(secret)).status).toBe(401);
  expect((await api.graphql(query, { id: token.id })).body.data.tokenRevoke.token.revokedAt).toBe(first);
  expect((await api.graphql(query, { id: "tok_\u0000" })).body.data.tokenRevoke.code).toBe("NOT_FOUND");
});

test("a name is unique among the tokens that are not revoked", async () => {
  const [first, second] = await Promise.all([make("twin", ["viewer"]), make("twin", ["viewer"])]);
  const [made, refused] = first.secret === undefined ? [second, first] : [first, second];
  expect(refused).toMatchObject({ status: 409, code: "TOKEN_EXISTS", path: "/name" });
  await revoke(made.id);
  expect(await make("twin", ["viewer"])).toMatchObject({ name: "twin" });
});

test("revoking a token again does not stop the bulk jobs of a later token of the same name", async () => {
  const first = await make("again", ["operator"]);
  const job = async (secret: string) => {
    const started = await api.request("POST", "/bulk", { filter: {}, action: { kind: "pause" } }, bearer(secret));
    expect(started).toMatchObject({ status: 202, body: { total: 1 } });
    return async () => (await api.request("GET", `/bulk/${started.body.id}`)).body.status;
  };
  const earlier = await job(first.secret);
  await revoke(first.id);
  expect(await earlier()).toBe("stopped");
  const second = await make("again", ["operator"]);
  const later = await job(second.secret);
  expect((await revoke(first.id)).status).toBe(200);
  // Temporal does not answer in this test, so the job waits.
  expect(await later()).toBe("running");
  await revoke(second.id);
  expect(await later()).toBe("stopped");
});

test("a caller with the name of the owner is not the owner", async () => {
  const { id, secret } = await make("almost", ["viewer"]);
  await api.request("POST", "/projects", { id: "other", name: "Other" });
  await api.db.updateTable("tokens").set({ name: "owner" }).where("id", "=", id).execute();
  const answer = await api.request("GET", "/viewer", undefined, { ...bearer(secret), "tempograph-project": "other" });
  expect(answer).toMatchObject({ status: 403, body: { code: "FORBIDDEN" } });
  await revoke(id);
});

test.each([
  ["/name", { name: "kim lee", roles: ["viewer"] }],
  ["/name", { name: "owner", roles: ["viewer"] }],
  ["/name", { name: "", roles: ["viewer"] }],
  ["/roles", { name: "kim", roles: [] }],
  ["/roles/1", { name: "kim", roles: ["viewer", "a b"] }],
  ["/roles", { name: "kim" }],
  ["/expiresAt", { name: "kim", roles: ["viewer"], expiresAt: "2000-01-01T00:00:00Z" }],
])("refused with its place: %s of %j", async (path, body) => {
  expect(await api.request("POST", "/tokens", body)).toMatchObject({
    status: 400,
    body: { code: "INVALID_INPUT", path },
  });
});

describe("while sockets and streams are open", () => {
  /** A WebSocket with a subscription that goes on, and streams over both kinds of SSE. */
  async function open(secret: string) {
    let closed: { code: number } | undefined;
    const client = createClient({
      url: `${api.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: bearer(secret),
      shouldRetry: () => false,
      lazy: false,
      onNonLazyError: () => {},
      on: { closed: (event) => (closed = event as { code: number }) },
    });
    const query = `subscription { executionEvents(id: "${execution}") { cursor } }`;
    const updates = client.iterate({ query });
    const over = updates.next().catch((error: unknown) => error);
    const headers = { ...bearer(secret), accept: "text/event-stream", "content-type": "application/json" };
    const streams = await Promise.all([
      fetch(`${api.url}/executions/${execution}/events`, { headers }),
      fetch(`${api.url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) }),
    ]);
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    const ended = streams.map(async (stream) => {
      try {
        for await (const _ of stream.body!);
      } catch {
        // The connection is cut.
      }
    });
    return { client, over, ended, closed: () => closed };
  }

  test("a revoked token ends them, and nothing more is done over the socket", async () => {
    const { id, secret } = await make("leaving", ["operator"]);
    const opened = await open(secret);
    const send = (type: string) =>
      opened.client
        .iterate({
          query: `mutation { eventSend(input: { type: "${type}" }) { ... on EventSendPayload { event { id } } } }`,
        })
        .next();
    expect((await send("before")).value.data.eventSend.event.id).toEqual(expect.any(String));
    await revoke(id);
    const after = await send("after").catch(() => ({ value: { errors: ["closed"] } }));
    expect(after.value?.errors).toBeDefined();
    await Promise.all([opened.over, ...opened.ended]);
    await waitFor(() => opened.closed() !== undefined);
    expect(opened.closed()).toMatchObject({ code: 4403 });
    const stored = await api.db.selectFrom("events").select("type").where("type", "in", ["before", "after"]).execute();
    expect(stored).toEqual([{ type: "before" }]);
  });

  test("a token that gets other roles in another project does not use them in the project of its sockets", async () => {
    await api.request("POST", "/projects", { id: "billing", name: "Billing" });
    const { id, secret } = await make("moving", ["viewer"]);
    const { client, ...opened } = await open(secret);
    const roles = { project: "billing", roles: ["admin"] };
    await api.db.updateTable("tokens").set(roles).where("id", "=", id).execute();
    const query = `mutation { eventSend(input: { type: "moved" }) { ... on EventSendPayload { event { id } } } }`;
    // Refused on the old socket. If the API has closed that one already, the client may come back, and sends an event in billing.
    await client
      .iterate({ query })
      .next()
      .catch(() => undefined);
    await Promise.all([opened.over, ...opened.ended]);
    const inMain = api.db.selectFrom("events").select("type").where("type", "=", "moved").where("project", "=", "main");
    expect(await inMain.execute()).toEqual([]);
    await revoke(id);
  });

  test("so does one that expires", async () => {
    const { secret } = await make("guest", ["reader"], { expiresAt: new Date(Date.now() + 1_500).toISOString() });
    const opened = await open(secret);
    await Promise.all([opened.over, ...opened.ended]);
    await waitFor(() => opened.closed() !== undefined);
    expect((await viewer(secret)).status).toBe(401);
  });

  test("other tokens keep theirs", async () => {
    const stays = await make("stays", ["reader"]);
    const goes = await make("goes", ["reader"]);
    const [kept, lost] = await Promise.all([open(stays.secret), open(goes.secret)]);
    await revoke(goes.id);
    await Promise.all([lost.over, ...lost.ended]);
    const still = await kept.client.iterate({ query: "{ viewer { name } }" }).next();
    expect(still.value.data.viewer).toEqual({ name: "stays" });
    expect(kept.closed()).toBeUndefined();
    await kept.client.dispose();
    await revoke(stays.id);
    await Promise.all(kept.ended);
  });
});
