import { urlFields } from "@tempograph/graph";
import { runNode, type RunNodeOptions } from "@tempograph/nodes-sdk/testing";
import { afterEach, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-kit/test-server.ts";
import { httpCall } from "./http-call.ts";

let server: TestServer;
afterEach(() => server?.close());

type Input = Parameters<typeof runNode<typeof httpCall.input, typeof httpCall.output>>[1];
const call = (input: Input, options: RunNodeOptions = {}) =>
  runNode(httpCall, input, { allow: ["127.0.0.1"], ...options });

const json = (value: unknown, status = 200) =>
  startTestServer(
    (_, response) => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value)),
  );

test("url is marked as a URL, so that values of templates are encoded in it", () => {
  const data = { url: "https://x.example/{{ payload.id }}", body: "https://x.example/{{ payload.id }}" };
  expect(urlFields(data, httpCall.schemas.input)).toEqual(["/url"]);
});

test("a GET gives status, headers and parsed JSON", async () => {
  server = await json({ ok: [1, null] });
  const { output } = await call({
    url: `${server.url}/a?x=1`,
    query: { y: [1, "zwei"], none: null, b: true },
    headers: { "X-Count": 7 },
  });
  expect(output).toMatchObject({
    status: 200,
    headers: { "content-type": "application/json" },
    body: { ok: [1, null] },
  });
  expect(server.requests[0]).toMatchObject({
    method: "GET",
    url: "/a?x=1&y=1&y=zwei&b=true",
    headers: { "x-count": "7" },
    body: "",
  });
  expect(server.requests[0]!.headers).not.toHaveProperty("idempotency-key");
});

test.each([
  ["an object as JSON", { body: { a: "ä" } }, "application/json", '{"a":"ä"}'],
  ["a list as JSON", { body: [1] }, "application/json", "[1]"],
  ["a string as it is", { body: "plain" }, "text/plain;charset=UTF-8", "plain"],
  ["a string as JSON, when asked", { body: "s", bodyType: "json" }, "application/json", '"s"'],
  [
    "a form",
    { body: { a: "1 2", b: [1, 2], c: null }, bodyType: "form" },
    "application/x-www-form-urlencoded;charset=UTF-8",
    "a=1+2&b=1&b=2",
  ],
  ["the author's content type", { body: "<a/>", headers: { "Content-Type": "text/xml" } }, "text/xml", "<a/>"],
  ["nothing", {}, undefined, ""],
] as const)("a POST sends %s, with the step's idempotency key (I5)", async (_, rest, contentType, body) => {
  server = await json({});
  const { error } = await call({ method: "POST", url: server.url, ...(rest as object) }, { idempotencyKey: "key-7" });
  expect(error).toBeUndefined();
  expect(server.requests[0]).toMatchObject({ method: "POST", body });
  expect(server.requests[0]!.headers["content-type"]).toBe(contentType);
  expect(server.requests[0]!.headers["idempotency-key"]).toBe("key-7");
});

test.each([
  ["text", "text/plain; charset=iso-8859-1", Buffer.from([0xe4]), "ä"],
  ["xml", "application/atom+xml", "<a/>", "<a/>"],
  ["bytes as base64", "image/png", Buffer.from([0, 255]), { base64: "AP8=" }],
  ["no body", "application/json", "", null],
  ["what claims to be JSON and is not", "application/json", "{oops", "{oops"],
  ["problem+json", "application/problem+json", '{"title":"x"}', { title: "x" }],
] as const)("responses are read by their content type: %s", async (_, contentType, sent, body) => {
  server = await startTestServer(
    (__, response) => void response.writeHead(200, { "content-type": contentType }).end(sent),
  );
  expect((await call({ url: server.url })).output).toMatchObject({ body });
});

test("a number that a JSON number cannot hold is kept as text, and the log says so", async () => {
  server = await startTestServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"id": 1234567890123456789, "n": [1, 1e400]}');
  });
  const { output, logs } = await call({ url: server.url });
  expect(output).toMatchObject({ body: { id: "1234567890123456789", n: [1, "1e400"] } });
  expect(logs.map(({ message }) => message).join()).toContain("kept as texts");
});

test("fields that are called __proto__ are sent and received like any other", async () => {
  const [sent, received] = ['{"__proto__":{"a":1}}', '{"list":[{"__proto__":2}]}'];
  server = await json(JSON.parse(received));
  const { output } = await call({ method: "POST", url: server.url, body: JSON.parse(sent) });
  expect(server.requests[0]!.body).toBe(sent);
  expect(JSON.stringify((output as { body: unknown }).body)).toBe(received);
});

test("what Postgres cannot hold is replaced, and the log says so", async () => {
  server = await startTestServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(String.raw`{"a\u0000": ["\ud800", "fine"]}`);
  });
  const { output, logs } = await call({ url: server.url });
  expect(output).toMatchObject({ body: { "a\uFFFD": ["\uFFFD", "fine"] } });
  expect(logs).toMatchObject([{ level: "warn", message: expect.stringContaining("U+FFFD") }]);
});

test("cookies of a response do not become part of the output (I10)", async () => {
  server = await startTestServer((_, response) => void response.writeHead(200, { "set-cookie": "sid=s3cret" }).end());
  const { output } = await call({ url: server.url });
  expect(output).toMatchObject({ headers: { "set-cookie": "[redacted]" } });
});

test.each([408, 425, 429, 500, 502, 503, 504])("%d is tried again", async (status) => {
  server = await startTestServer((_, response, count) => void response.writeHead(count < 3 ? status : 200).end());
  const { output, attempts } = await call({ method: "POST", url: server.url });
  expect(output).toMatchObject({ status: 200 });
  expect(attempts.map(({ failure }) => failure?.code)).toEqual(["HTTP_STATUS", "HTTP_STATUS", undefined]);
  expect(new Set(server.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test.each([400, 401, 403, 404, 409, 422])("%d fails at once", async (status) => {
  server = await json({ why: "because", token: "t0psecret" }, status);
  const { error, attempts } = await call({ url: `${server.url}/secret-path` });
  expect(attempts).toHaveLength(1);
  expect(error).toMatchObject({ code: "HTTP_STATUS", retryable: false, details: { status } });
  expect(JSON.stringify(error!.details)).toContain("because");
  expect(`${error!.message}${JSON.stringify(error!.details)}`).not.toMatch(/secret/);
});

test("Retry-After sets the wait, in seconds or as a date", async () => {
  server = await startTestServer((_, response, count) => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    response.writeHead(count < 3 ? 429 : 200, { "retry-after": count === 1 ? "120" : inAnHour }).end();
  });
  const { attempts } = await call({ url: server.url });
  expect(attempts[1]!.startedAt).toBe(120_000);
  const wait = attempts[2]!.startedAt - attempts[1]!.startedAt;
  expect(wait).toBeGreaterThan(3_590_000);
  expect(wait).toBeLessThanOrEqual(3_600_000);
});

test("success is what the author says", async () => {
  server = await json({}, 404);
  expect((await call({ url: server.url, success: ["200-299", 404] })).output).toMatchObject({ status: 404 });
  expect((await call({ url: server.url, success: 404 })).output).toMatchObject({ status: 404 });
  expect((await call({ url: server.url, success: "400-499" })).output).toMatchObject({ status: 404 });
  expect((await call({ url: server.url, success: ["2xx"] })).error).toMatchObject({ code: "INPUT_INVALID" });
});

test("what cannot be sent fails at once and names the field", async () => {
  server = await json({});
  for (const [input, field] of [
    [{ url: "api/leads" }, "url"],
    [{ url: server.url, body: "x" }, "body"],
    [{ method: "POST", url: server.url, body: [1], bodyType: "form" }, "body"],
    [{ method: "POST", url: server.url, body: { a: { b: 1 } }, bodyType: "form" }, "body.a"],
    [{ method: "BREW", url: server.url }, "method"],
  ] as const) {
    const { error, attempts } = await call(input as Input);
    expect(error).toMatchObject({ code: "INPUT_INVALID", retryable: false, details: { problems: [{ path: field }] } });
    expect(attempts).toHaveLength(1);
  }
  expect(server.requests).toHaveLength(0);
});

test("a slow answer is cut at timeoutMs and tried again; a large one fails at once; loopback is refused", async () => {
  server = await startTestServer((request, response) => {
    if (request.url === "/large") response.end("x".repeat(1_200_000));
  });
  const slow = await call({ url: server.url, timeoutMs: 50 }, { retry: { maximumAttempts: 2 } });
  expect(slow.attempts).toMatchObject([{ failure: { code: "HTTP_TIMEOUT" } }, { failure: { code: "HTTP_TIMEOUT" } }]);
  expect((await call({ url: `${server.url}/large` })).error).toMatchObject({
    code: "OUTPUT_TOO_LARGE",
    retryable: false,
  });
  expect((await call({ url: server.url }, { allow: [] })).error).toMatchObject({ code: "EGRESS_REFUSED" });
});
