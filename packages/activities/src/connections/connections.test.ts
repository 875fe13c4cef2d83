import { randomUUID } from "node:crypto";
import { SchemaCheck } from "@tempograph/graph";
import { connectionTypeManifest } from "@tempograph/nodes-sdk";
import { runNode } from "@tempograph/nodes-sdk/testing";
import { Webhook } from "standardwebhooks";
import { afterEach, expect, test } from "vitest";
import { httpCall } from "../nodes/http-call.ts";
import { startTestServer, type TestServer } from "../test-kit/test-server.ts";
import { builtinConnections } from "./index.ts";

let server: TestServer;
afterEach(() => server?.close());

const typeOf = (name: string) => builtinConnections.find(({ type }) => type === name)!;

/** What `http_call` sends with a connection. */
async function send(
  type: string,
  fields: Record<string, string>,
  input: Partial<Parameters<typeof runNode<typeof httpCall.input, typeof httpCall.output>>[1]> = {},
) {
  server = await startTestServer((_, response) => void response.end());
  const run = await runNode(
    httpCall,
    { url: `${server.url}/a?b=1`, ...input },
    { allow: ["127.0.0.1"], connection: { type: typeOf(type), fields } },
  );
  return { run, request: server.requests[0] };
}

test.each([
  ["http.header", { name: "X-Api-Key", value: "s3cret key" }, { "x-api-key": "s3cret key" }],
  ["http.bearer", { token: "s3cret" }, { authorization: "Bearer s3cret" }],
  // As RFC 7617 prints it.
  ["http.basic", { user: "Aladdin", password: "open sesame" }, { authorization: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" }],
  ["http.basic", { user: "test", password: "123£" }, { authorization: "Basic dGVzdDoxMjPCow==" }],
])("%s adds its header, also over one of the author's own", async (type, fields, headers) => {
  const { request } = await send(type, fields as Record<string, string>, {
    headers: { authorization: "Basic bWluZQ==" },
  });
  expect(request?.headers).toMatchObject(headers);
});

// Patterns such as `Bearer …` end at these characters. The value is known and has to be taken out whole, before a pattern takes a part of it.
test.each([
  ["http.bearer", { token: "tg1abc:Q7x;first&second,third" }, "got Bearer tg1abc:Q7x;first&second,third"],
  ["http.basic", { user: "ada", password: "ab;cd,efgh12345" }, '{"password":"ab;cd,efgh12345"}'],
  ["http.header", { name: "X-Key", value: "kl mn&op;qr,stuv" }, "token=kl mn&op;qr,stuv"],
  ["http.query", { name: "key", value: "pw@host/rest;of,it" }, "https://ada:pw@host/rest;of,it?a=1"],
])(
  "a service that repeats a credential of %s in its refusal: no part of it stays in the error (I10)",
  async (type, fields, body) => {
    server = await startTestServer(
      (_, response) => void response.writeHead(401, { "content-type": "text/plain" }).end(body),
    );
    const { error } = await runNode(
      httpCall,
      { url: server.url },
      { allow: ["127.0.0.1"], connection: { type: typeOf(type), fields } },
    );
    expect(error).toMatchObject({ code: "HTTP_STATUS", details: { status: 401 } });
    const shown = JSON.stringify(error!.details);
    expect(shown).toContain("[redacted]");
    const secret = Object.values(fields).at(-1)!;
    for (let at = 0; at + 4 <= secret.length; at += 1) expect(shown).not.toContain(secret.slice(at, at + 4));
  },
);

test("a service that repeats what http.basic sends in an answer of bytes, which is encoded once more (I10)", async () => {
  server = await startTestServer(({ headers }, response) => {
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(`got ${headers.authorization}`);
  });
  const { output } = await runNode(
    httpCall,
    { url: server.url },
    {
      allow: ["127.0.0.1"],
      connection: { type: typeOf("http.basic"), fields: { user: "ada", password: "open sesame" } },
    },
  );
  const { base64 } = (output as { readonly body: { readonly base64: string } }).body;
  expect(base64).toContain("[redacted]");
  expect(Buffer.from(base64.replace("[redacted]", ""), "base64").toString()).not.toMatch(/[A-Za-z0-9+/]{8}/);
});

test("http.query adds its parameter, encoded, over one of the author's own", async () => {
  const { request } = await send("http.query", { name: "key", value: "s&3=c ret#" }, { query: { key: "mine" } });
  expect(request?.url).toBe("/a?b=1&key=s%263%3Dc+ret%23");
});

// The signature that Standard Webhooks prints as its example.
const WEBHOOK_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

test("http.hmac signs a request so that a receiver accepts it, and no other body", async () => {
  const { request } = await send(
    "http.hmac",
    { secret: WEBHOOK_SECRET },
    { method: "POST", body: { amount: 5, note: "für dich" } },
  );
  const headers = request!.headers as Record<string, string>;
  expect(headers["webhook-id"]).toBe(headers["idempotency-key"]);
  expect(new Webhook(WEBHOOK_SECRET).verify(request!.body, headers)).toEqual({ amount: 5, note: "für dich" });
  expect(() => new Webhook(WEBHOOK_SECRET).verify(request!.body.replace("5", "6"), headers)).toThrow(/No matching/);
});

test("http.hmac signs a request without a body, which has no idempotency key", async () => {
  const { request } = await send("http.hmac", { secret: WEBHOOK_SECRET });
  const headers = request!.headers as Record<string, string>;
  expect(headers["webhook-id"]).toMatch(/^[\da-f-]{36}$/);
  expect(() => new Webhook(WEBHOOK_SECRET).verify("", headers, { jsonParse: false })).not.toThrow();
});

test.each([
  [new Uint8Array([0xff, 0xfe]), false],
  [undefined, true],
])("http.hmac refuses a body that is no text: %j", async (body, bodyIsStream) => {
  const request = { method: "POST", url: new URL("https://example.com"), headers: new Headers(), bodyIsStream };
  const type = typeOf("http.hmac");
  await expect(
    (async () =>
      type.authorize?.({ ...request, ...(body && { body }) }, { secret: WEBHOOK_SECRET }, undefined as never))(),
  ).rejects.toMatchObject({ code: "BODY_NOT_SIGNABLE", retryable: false });
});

test.each([
  ["http.header", { name: "X Key", value: "v" }],
  ["http.header", { name: "X-Key", value: "line\nbreak" }],
  ["http.bearer", { token: "two words" }],
  ["http.basic", { user: "a:b", password: "p" }],
  ["http.hmac", { secret: "no base64!" }],
  ["http.hmac", { secret: "short" }],
])("%s says at once what HTTP could not carry: %j", (type, fields) => {
  expect(typeOf(type).fields.safeParse(fields).success).toBe(false);
  // The API checks the fields by the schema that it has of the type, before it stores them.
  const { fields: schema } = connectionTypeManifest(typeOf(type), { name: "tempograph", version: "1" });
  expect(new SchemaCheck(schema).check(fields, false)).toHaveLength(1);
});

test.each([
  [200, "http.bearer", "The service answered with 200."],
  [401, "http.bearer", "CONNECTION_REFUSED"],
  [500, "http.query", "CONNECTION_REFUSED"],
])("a service that answers a test with %i for %s: %s", async (status, name, outcome) => {
  server = await startTestServer((_, response) => void response.writeHead(status).end());
  const type = typeOf(name);
  const { logger, signal } = { logger: undefined as never, signal: AbortSignal.timeout(10_000) };
  const fields = { name: "k", value: randomUUID(), token: "t", testUrl: server.url };
  const tested = (async () =>
    type.test?.(
      { ...{ fetch, logger, signal, onlyHosts: [] }, ...({} as { connect: never; session: never }) },
      fields,
    ))();
  expect(await tested.catch((error: { code: string }) => error.code)).toBe(outcome);
});
