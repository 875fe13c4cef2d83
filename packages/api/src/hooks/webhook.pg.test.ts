import { dispatchAll } from "../test-kit/dispatch-all.ts";
import { jsonb, writeHookAnswer } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { webhookSecretType } from "../test-kit/connection-types.ts";
import { smallGraph } from "../test-kit/graphs.ts";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
let other: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { "kim@billing": ["admin"] } });
  other = await startTestApi({ databaseUrl: api.databaseUrl });
  await api.db
    .insertInto("connection_types")
    .values({ type: webhookSecretType.type, manifest: jsonb(webhookSecretType) as never })
    .execute();
});
afterAll(async () => {
  await other.end();
  await api.stop();
});

let count = 0;

/** Publishes a workflow with a webhook; its path. */
async function publish(config: object, by: Pick<TestApi, "request"> = api): Promise<string> {
  const path = `hook-${(count += 1)}`;
  const triggers = [{ id: "t", kind: "webhook", config: { path, ...config } }];
  const made = await by.request("POST", "/workflows", { name: path, graph: smallGraph, triggers });
  expect(made.status).toBe(201);
  return path;
}

async function send(path: string, init: RequestInit = {}, url = api.url): Promise<Response> {
  return await fetch(`${url}/hooks/main/${path}`, { method: "POST", ...init });
}

async function workflowOf(path: string): Promise<string> {
  const query = api.db.selectFrom("workflow_triggers").select("workflow_id").where("source", "like", `%/${path}`);
  return (await query.executeTakeFirstOrThrow()).workflow_id;
}

const json = (body: object, headers: Record<string, string> = {}): RequestInit => ({
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

const eventsOf = (path: string) =>
  api.db.selectFrom("events").selectAll().where("source", "=", `tempograph:webhook/${path}`).orderBy("seq").execute();

async function connection(name: string, fields: object, more: object = {}): Promise<string> {
  const made = await api.request("POST", "/connections", { name, type: "webhook.secret", fields, ...more });
  expect(made.status).toBe(201);
  return made.body.id as string;
}

test("I1: 202 says that the event is stored, with what the request held", async () => {
  const path = await publish({});
  const response = await send(`${path}?a=1`, json({ order: 7 }, { authorization: "Bearer x", "x-shop": "berlin" }));
  expect(response.status).toBe(202);
  const { eventId } = (await response.json()) as { eventId: string };
  const [event] = await eventsOf(path);
  expect(event).toMatchObject({
    ...{ id: eventId, type: "webhook.received", project: "main" },
    data: { method: "POST", path, query: { a: "1" }, body: { order: 7 }, headers: { "x-shop": "berlin" } },
  });
  expect(JSON.stringify(event)).not.toContain("Bearer");
});

test("a signature counts with both secrets while they are exchanged; whatever is wrong, the answer is the same and nothing is stored", async () => {
  const secrets = { secret: "new", previous: "old" };
  await connection("github", secrets);
  const path = await publish({ auth: { type: "hmac", preset: "github", connection: "github" } });
  const body = '{"action":"opened"}';
  const signed = (secret: string) => ({
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  });
  for (const [index, secret] of ["new", "old"].entries())
    expect(
      (await send(path, { body, headers: { ...signed(secret), "x-github-delivery": String(index) } })).status,
    ).toBe(202);
  const wrong = [signed("older"), {}, { "x-hub-signature-256": "sha256=zz" }];
  const answers = await Promise.all(wrong.map(async (headers) => await send(path, { body, headers })));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  const texts = await Promise.all(answers.map(async (answer) => withoutId(await answer.text())));
  expect(new Set(texts).size).toBe(1);
  expect(await eventsOf(path)).toHaveLength(2);
  await waitFor(
    async () =>
      (
        await api.db.selectFrom("workflow_triggers").select("state").where("source", "like", `%/${path}`).execute()
      ).some(({ state }) => (state as { refused?: number }).refused === 3),
    { what: "the count of refused requests" },
  );
});

const withoutId = (text: string) => text.replace(/"requestId":"[^"]*"/, "");

test("a delivery that is repeated is one event; the same id with other content is refused", async () => {
  const secret = `whsec_${Buffer.from("a secret of 24 bytes....").toString("base64")}`;
  await connection("standard", { secret });
  const path = await publish({ auth: { type: "hmac", connection: "standard" } });
  const sign = (id: string, body: string) => ({
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(Date.now() / 1_000)),
    "webhook-signature": new Webhook(secret).sign(id, new Date(), body),
  });
  const once = async (id: string, body: string) => {
    const response = await send(path, { body, headers: { ...sign(id, body), "x-attempt": String((count += 1)) } });
    return { status: response.status, body: (await response.json()) as { eventId?: string; code?: string } };
  };
  const first = await once("msg_1", '{"n":1}');
  expect(await once("msg_1", '{"n":1}')).toEqual({
    ...{ status: 202, body: { eventId: first.body.eventId, deduplicated: true } },
  });
  expect(await once("msg_1", '{"n":2}')).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_CONFLICT" } });
  expect(await eventsOf(path)).toHaveLength(1);
});

test("an address that never was, is paused, ended, or of another project answers with the same bytes", async () => {
  const path = await publish({});
  const foreign = await publish({}, api.as("kim@billing"));
  const id = await workflowOf(path);
  await api.request("POST", `/workflows/${id}/triggers/t/pause`, {});
  const ended = await publish({});
  await api.request("POST", `/workflows/${await workflowOf(ended)}/archive`, {});
  const answers = await Promise.all(
    [path, foreign, ended, "never", "wf_1/t", "%00", "a//b"].map(async (one) => await send(one, json({}))),
  );
  answers.push(await fetch(`${api.url}/hooks/nobody/x`, { method: "POST" }));
  answers.push(await fetch(`${api.url}/hooks/main/${await publish({})}`, { method: "PUT" }));
  answers.push(await fetch(`${api.url}/hooks/main/${await publish({})}`, { method: "DELETE" }));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  const bytes = await Promise.all(
    answers.map(async (answer) => {
      const headers = [...answer.headers].filter(
        ([name]) => !["x-request-id", "date", "connection", "keep-alive"].includes(name),
      );
      return JSON.stringify([headers, withoutId(await answer.text())]);
    }),
  );
  expect(new Set(bytes).size).toBe(1);
  expect((await fetch(`${api.url}/hooks/billing/${foreign}`, { method: "POST" })).status).toBe(202);
  await api.request("POST", `/workflows/${id}/triggers/t/resume`, {});
  expect((await send(path)).status).toBe(202);
});

test("the trigger's own limits hold for size and rate, also where a sender does not say how much it sends", async () => {
  const path = await publish({ maxBytes: 20, perMinute: 4 });
  const large = new ReadableStream({
    start(stream) {
      for (let index = 0; index < 10; index++) stream.enqueue(new TextEncoder().encode("0123456789"));
      stream.close();
    },
  });
  const statuses = [];
  for (const init of [
    json({ fits: 1 }),
    json({ text: "x".repeat(100) }),
    { body: large, duplex: "half" } as RequestInit,
    json({ fits: 2 }),
    json({ fits: 3 }),
  ]) {
    const response = await send(path, init);
    statuses.push(response.status);
    if (response.status === 429) expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect(statuses).toEqual([202, 413, 413, 202, 429]);
});

test("what is no JSON, or cannot be stored, is refused with its place", async () => {
  const path = await publish({});
  const refused = await send(path, { headers: { "content-type": "application/json" }, body: "{\n1" });
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: "JSON_SYNTAX" }]);
  expect((await send(path, { body: "a\u0000" })).status).toBe(400);
  const noType = await send(path, { headers: { "content-type": "nonsense" }, body: "1" });
  expect([noType.status, await noType.json()]).toMatchObject([
    ...[415, { code: "UNSUPPORTED_MEDIA_TYPE", detail: "The header Content-Type is no media type." }],
  ]);
  const noPath = await send("%ff");
  expect([noPath.status, await noPath.json()]).toMatchObject([
    400,
    { code: "INVALID_INPUT", requestId: expect.any(String) },
  ]);
  expect(await eventsOf(path)).toEqual([]);
});

test("files of a form become references, which are read with a token that may", async () => {
  const path = await publish({});
  const form = new FormData();
  form.append("name", "Ada");
  form.append("cv", new File(["%PDF"], "cv.pdf", { type: "application/pdf" }));
  expect((await send(path, { body: form })).status).toBe(202);
  const [event] = await eventsOf(path);
  const { body, files } = event!.data as { body: unknown; files: { id: string; url: string }[] };
  expect(body).toEqual({ name: "Ada" });
  expect(files).toMatchObject([{ field: "cv", name: "cv.pdf", mediaType: "application/pdf", size: 4 }]);
  expect((await api.request("GET", files[0]!.url)).body).toMatchObject({
    ...{ eventId: event!.id, name: "cv.pdf", data: Buffer.from("%PDF").toString("base64") },
  });
  expect((await api.as("kim@billing").request("GET", files[0]!.url)).status).toBe(404);
});

test("a fixed answer is the same for each event, and cannot act for the API's address", async () => {
  const html = "<script>alert(1)</script>";
  const answer = { type: "fixed", status: 201, headers: { "Content-Type": "text/html", "X-Own": "1" }, body: html };
  const response = await send(await publish({ answer }), json({}));
  expect([response.status, await response.text(), response.headers.get("x-own")]).toEqual([201, html, "1"]);
  expect(response.headers.get("content-security-policy")).toMatch(/^sandbox/);
});

/** Answers as a `respond` node in another process does. */
async function respond(path: string, status: number): Promise<string> {
  const waiting = async () => {
    const [event] = await eventsOf(path);
    return event?.id;
  };
  const eventId = await waitFor(waiting, { what: "the event" });
  const answer = { status, headers: { "X-Order": "7" }, body: { ok: true } };
  return await writeHookAnswer(api.db, { eventId, step: "step" }, answer);
}

test("a sender gets what a respond node says, from whatever API process; a repeated request gets it again", async () => {
  const path = await publish({ answer: { type: "respond" }, deliveryId: { header: "x-id" } });
  const request = json({ n: 1 }, { "x-id": "1" });
  const waiting = Promise.all([send(path, request), send(path, request, other.url)]);
  expect(await respond(path, 201)).toBe("sent");
  for (const response of [...(await waiting), await send(path, request)]) {
    expect([response.status, response.headers.get("x-order")]).toEqual([201, "7"]);
    expect(await response.json()).toEqual({ ok: true });
  }
  expect(await eventsOf(path)).toHaveLength(1);
});

test("a sender whose time limit is over gets 202, and an answer after that is late", async () => {
  const path = await publish({ answer: { type: "respond", timeoutSeconds: 1 } });
  const response = await send(path, json({ n: 1 }));
  expect([response.status, await response.json()]).toMatchObject([202, { deduplicated: false }]);
  expect(await respond(path, 201)).toBe("late");
});

test("a sender whose event has started nothing does not wait for an answer", async () => {
  const path = await publish({ answer: { type: "respond", timeoutSeconds: 60 } });
  const waiting = send(path, json({ n: 1 }));
  const [event] = await waitFor(async () => {
    const found = await eventsOf(path);
    return found.length > 0 && found;
  });
  await api.db
    .updateTable("events")
    .set({ dispatched_at: new Date(), matched: 0 })
    .where("id", "=", event!.id)
    .execute();
  expect((await waiting).status).toBe(202);
});

test("a sender does not wait any longer when the execution has ended without an answer", async () => {
  const path = await publish({ answer: { type: "respond", timeoutSeconds: 60 } });
  const waiting = send(path, json({ n: 1 }));
  const [event] = await waitFor(async () => {
    const found = await eventsOf(path);
    return found.length > 0 && found;
  });
  await dispatchAll(api.db);
  const ended = { status: "failed", closed_at: new Date() } as const;
  await api.db.updateTable("executions").set(ended).where("event_id", "=", event!.id).execute();
  const response = await waiting;
  expect([response.status, await response.json()]).toMatchObject([202, { execution: expect.stringContaining("exe_") }]);
});

test("a secret that is gone lets nobody in, and asks senders to come again", async () => {
  const id = await connection("gone", { secret: "s" });
  const path = await publish({ auth: { type: "token", connection: "gone" } });
  const bearer = json({}, { authorization: "Bearer s" });
  expect((await send(path, bearer)).status).toBe(202);
  expect((await api.request("DELETE", `/connections/${id}`)).body).toMatchObject({ code: "CONNECTION_IN_USE" });
  await api.request("PUT", `/connections/${id}`, { usableBy: [await workflowOf(await publish({}))] });
  const response = await send(path, bearer);
  expect([response.status, await response.json()]).toMatchObject([503, { code: "WEBHOOK_UNAVAILABLE" }]);
});

test("a path belongs to one workflow; a connection has to exist and to be of the right type", async () => {
  const path = await publish({});
  const refused = async (config: object) => {
    const triggers = [{ id: "t", kind: "webhook", config }];
    return (await api.request("POST", "/workflows", { name: `w${(count += 1)}`, graph: smallGraph, triggers })).body;
  };
  expect(await refused({ path })).toMatchObject({
    ...{ code: "INVALID_GRAPH", problems: [{ code: "PATH_TAKEN", path: "/triggers/0/config/path" }] },
  });
  expect(await refused({ path: "own", auth: { type: "token", connection: "nobody" } })).toMatchObject({
    problems: [{ code: "CONNECTION_UNKNOWN", path: "/triggers/0/config/auth/connection" }],
  });
  expect((await api.request("GET", `/workflows?search=w${count}`)).body).toMatchObject({ items: [] });
});

test("a draft that cannot be published is not saved, and gets no version", async () => {
  const path = await publish({});
  const id = await workflowOf(await publish({}));
  const before = (await api.request("GET", `/workflows/${id}`)).body;
  const triggers = [{ id: "t", kind: "webhook", config: { path } }];
  expect((await api.request("PUT", `/workflows/${id}`, { triggers })).body).toMatchObject({ code: "INVALID_GRAPH" });
  expect((await api.request("GET", `/workflows/${id}`)).body).toEqual(before);
  expect((await api.request("PUT", `/workflows/${id}`, { triggers, publish: false })).status).toBe(200);
  expect((await api.request("POST", `/workflows/${id}/publish`, {})).body).toMatchObject({ code: "INVALID_GRAPH" });
  expect((await api.request("GET", `/workflows/${id}/versions`)).body).toMatchObject({ items: [{ version: 1 }] });
});

test("a secret that cannot verify Standard Webhooks is found when it is published, and when it is exchanged", async () => {
  const secret = Buffer.from("a secret of 24 bytes....").toString("base64");
  const id = await connection("plain", { secret, previous: "not Base64!" });
  const config = { auth: { type: "hmac", connection: "plain" } };
  const triggers = [{ id: "t", kind: "webhook", config }];
  const make = async () =>
    (await api.request("POST", "/workflows", { name: "Signed", graph: smallGraph, triggers })).body;
  expect(await make()).toMatchObject({
    problems: [{ code: "CONNECTION_INVALID", path: "/triggers/0/config/auth/connection" }],
  });
  const change = async (fields: object) => await api.request("PUT", `/connections/${id}`, { fields });
  expect((await change({ secret })).status).toBe(200);
  expect(await make()).toMatchObject({ name: "Signed" });
  const refused = await change({ secret, previous: "not Base64!" });
  expect(refused.body).toMatchObject({ code: "INVALID_INPUT", path: "/fields/previous" });
  expect(JSON.stringify(refused.body)).not.toContain("not Base64!");
  expect((await change({ secret: `whsec_${secret}`, previous: secret })).status).toBe(200);
});

test("webhookTest shows the one request that comes, as the event that it would be", async () => {
  await connection("tested", { secret: "s" });
  const config = { auth: { type: "token", connection: "tested" } };
  const made = await api.request("POST", "/webhook-tests", { config });
  expect(made.body).toMatchObject({ event: null, receivedAt: null, url: expect.stringContaining("/hooks-test/") });
  const { url, id } = made.body as { url: string; id: string };
  const post = (token: string) => fetch(url, { method: "POST", ...json({ n: 1 }, { authorization: token }) });
  expect((await post("wrong")).status).toBe(401);
  expect((await post("s")).status).toBe(202);
  expect((await post("s")).status).toBe(404);
  expect((await api.request("GET", `/webhook-tests/${id}`)).body).toMatchObject({
    event: { type: "webhook.received", data: { body: { n: 1 } } },
  });
  expect((await api.as("kim@billing").request("GET", `/webhook-tests/${id}`)).status).toBe(404);
  expect((await api.request("POST", "/webhook-tests", { config: { maxBytes: "7" } })).body).toMatchObject({
    ...{ code: "INVALID_INPUT", path: "/config/maxBytes" },
  });
});
