import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import type { NodeError } from "../error/node-error.ts";
import { createEgressFetch, type EgressFetch } from "./egress-fetch.ts";
import type { Lookup } from "./egress-guard.ts";
import type { EgressOptions } from "./egress-options.ts";

const open: { server?: Server; fetch?: EgressFetch }[] = [];
afterEach(async () => {
  for (const { server, fetch } of open.splice(0)) {
    await fetch?.close();
    server?.closeAllConnections();
    await new Promise((done) => (server ? server.close(done) : done(undefined)));
  }
});

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void, host = "127.0.0.1") {
  const requests: { method?: string; url?: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push({ method: request.method!, url: request.url!, headers: request.headers, body });
    handler(request, response);
  });
  await new Promise<void>((done) => server.listen(0, host, done));
  open.push({ server });
  return { port: (server.address() as AddressInfo).port, requests, server };
}

function egress(options: EgressOptions = {}, lookup?: Lookup): EgressFetch {
  const fetch = createEgressFetch(options, lookup);
  open.push({ fetch });
  return fetch;
}

async function errorOf(promise: Promise<unknown>): Promise<NodeError> {
  return promise.then(
    () => expect.fail("should have failed"),
    (error: NodeError) => error,
  );
}

const ok = (_: IncomingMessage, response: ServerResponse) => void response.end("ok");

// Each of these reaches a server on 127.0.0.1 with plain fetch on Linux, or would reach one on ::1.
test.each([
  "127.0.0.1",
  "localhost",
  "LOCALHOST",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "017700000001",
  "0177.0.0.01",
  "0",
  "0.0.0.0",
  "①②⑦.0.0.1",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[64:ff9b::127.0.0.1]",
  "[2002:7f00:1::]",
  "169.254.169.254",
  "10.0.0.1",
])("http://%s is refused and nothing arrives", async (host) => {
  const { port, requests } = await serve(ok);
  const error = await errorOf(egress()(`http://${host}:${port}/secret-path`));
  expect(error).toMatchObject({ code: "EGRESS_REFUSED", retryable: false });
  expect(error.message).toContain(`:${port}`);
  expect(error.message).not.toContain("secret-path");
  expect(error.hint).toMatch(/egress/);
  expect(requests).toEqual([]);
});

test.each([["127.0.0.1"], ["localhost"], ["127.0.0.0/8"]])("what %s allows is reached", async (allow) => {
  const { port, requests } = await serve(ok);
  const response = await egress({ allow: [allow] })(`http://${allow.includes("/") ? "127.0.0.1" : allow}:${port}/x`);
  expect(await response.text()).toBe("ok");
  expect(response.url).toContain(`:${port}/x`);
  expect(requests).toHaveLength(1);
});

test("a name is allowed by its address: localhost under 127.0.0.1, and only there", async () => {
  const { port } = await serve(ok);
  expect((await egress({ allow: [`127.0.0.1:${port}`] })(`http://localhost:${port}/`)).status).toBe(200);
});

test("another port of an allowed host is refused", async () => {
  const { port, requests } = await serve(ok);
  const error = await errorOf(egress({ allow: ["127.0.0.1:1"] })(`http://127.0.0.1:${port}/`));
  expect(error.code).toBe("EGRESS_REFUSED");
  expect(requests).toEqual([]);
});

test("a public name that resolves to a private address is refused", async () => {
  const { port, requests } = await serve(ok);
  const lookup: Lookup = async () => [{ address: "127.0.0.1", family: 4 }];
  const error = await errorOf(egress({}, lookup)(`http://rebind.example:${port}/`));
  expect(error).toMatchObject({ code: "EGRESS_REFUSED", details: { host: "rebind.example", reason: "loopback" } });
  expect(requests).toEqual([]);
});

test("the connection goes to the address that was checked: the name is resolved once", async () => {
  const { port } = await serve(ok);
  let lookups = 0;
  const lookup: Lookup = async () => [{ address: ++lookups === 1 ? "127.0.0.1" : "10.255.255.1", family: 4 }];
  const response = await egress({ allow: ["127.0.0.1"] }, lookup)(`http://rebind.example:${port}/`);
  expect(await response.text()).toBe("ok");
  expect(lookups).toBe(1);
});

test("of several addresses only the allowed ones are tried", async () => {
  const { port } = await serve(ok);
  const lookup: Lookup = async () => [
    { address: "10.255.255.1", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ];
  const response = await egress({ allow: ["127.0.0.1"] }, lookup)(`http://two.example:${port}/`);
  expect(response.status).toBe(200);
});

test("localhost with a trailing dot is refused, whatever it resolves to", async () => {
  const { port, requests } = await serve(ok);
  await errorOf(egress()(`http://localhost.:${port}/`));
  expect(requests).toEqual([]);
});

test("a Host header does not bypass the guard", async () => {
  const { port, requests } = await serve(ok);
  const error = await errorOf(egress()(`http://127.0.0.1:${port}/`, { headers: { host: "example.com" } }));
  expect(error.code).toBe("EGRESS_REFUSED");
  expect(requests).toEqual([]);
});

test.each([["ftp://example.com/"], ["file:///etc/passwd"], ["data:text/plain,x"], ["http://user:pw@example.com/"]])(
  "%s is refused without its credentials in the message",
  async (url) => {
    const error = await errorOf(egress()(url));
    expect(error.code).toBe("EGRESS_REFUSED");
    expect(error.message).not.toContain("pw");
  },
);

test("a text that is not a URL is REQUEST_INVALID", async () => {
  expect((await errorOf(egress()("/relative"))).code).toBe("REQUEST_INVALID");
});

test.each([301, 302, 303, 307, 308])(
  "a redirect (%d) to loopback is refused, and nothing arrives there",
  async (status) => {
    const inside = await serve(ok);
    const outside = await serve((_, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${inside.port}/admin` }).end();
    });
    const error = await errorOf(
      egress({ allow: [`127.0.0.1:${outside.port}`] })(`http://127.0.0.1:${outside.port}/`, {
        method: "POST",
      }),
    );
    expect(error.code).toBe("EGRESS_REFUSED");
    expect(error.message).toContain(String(inside.port));
    expect(inside.requests).toEqual([]);
  },
);

test("a redirect to localhost by name, and to another scheme, is refused", async () => {
  let location = "";
  const { port } = await serve((_, response) => void response.writeHead(302, { location }).end());
  const fetch = egress({ allow: [`127.0.0.1:${port}`] });
  location = "http://localhost:4321/";
  expect((await errorOf(fetch(`http://127.0.0.1:${port}/`))).code).toBe("EGRESS_REFUSED");
  location = "file:///etc/passwd";
  expect((await errorOf(fetch(`http://127.0.0.1:${port}/`))).code).toBe("EGRESS_REFUSED");
  location = "http://[";
  expect((await errorOf(fetch(`http://127.0.0.1:${port}/`))).code).toBe("REDIRECT_INVALID");
});

test("a redirect keeps every header within its origin; to another origin only the safe ones go along", async () => {
  const other = await serve(ok);
  const first = await serve((request, response) => {
    const location = request.url === "/a" ? "/b" : `http://127.0.0.1:${other.port}/c`;
    response.writeHead(307, { location }).end();
  });
  const headers = {
    Accept: "application/json",
    "Accept-Language": "de",
    "User-Agent": "agent/1",
    "Idempotency-Key": "key-7",
    Authorization: "Bearer x",
    Cookie: "s=1",
    "X-Api-Key": "k",
    "X-Auth-Key": "k",
    "Ocp-Apim-Subscription-Key": "k",
    "X-Customer": "42",
  };
  await egress({ allow: ["127.0.0.1"] })(`http://127.0.0.1:${first.port}/a`, { method: "POST", headers });
  expect(first.requests[1]!.headers).toMatchObject({ authorization: "Bearer x", cookie: "s=1", "x-auth-key": "k" });
  const arrived = other.requests[0]!;
  expect(arrived).toMatchObject({
    method: "POST",
    body: "",
    headers: {
      accept: "application/json",
      "accept-language": "de",
      "user-agent": "agent/1",
      "idempotency-key": "key-7",
      host: `127.0.0.1:${other.port}`,
    },
  });
  for (const name of Object.keys(headers).slice(4)) expect(arrived.headers).not.toHaveProperty(name.toLowerCase());
});

test.each([
  [307, "POST"],
  [308, "POST"],
  [301, "PUT"],
  [302, "DELETE"],
])("a redirect (%d) that would carry the body of a %s to another origin is an error", async (status, method) => {
  const other = await serve(ok);
  const first = await serve((request, response) => {
    const location = request.url === "/a" ? "/b" : `http://127.0.0.1:${other.port}/c?token=s3cret`;
    response.writeHead(status, { location }).end();
  });
  const error = await errorOf(
    egress({ allow: ["127.0.0.1"] })(`http://127.0.0.1:${first.port}/a`, { method, body: "private" }),
  );
  expect(first.requests[1]).toMatchObject({ method, body: "private" });
  expect(error).toMatchObject({ code: "REDIRECT_INVALID", retryable: false });
  expect(error.hint).toContain(`http://127.0.0.1:${other.port}`);
  expect(`${error.message} ${error.hint}`).not.toContain("s3cret");
  expect(other.requests).toEqual([]);
});

test.each([
  [301, "POST"],
  [302, "POST"],
  [303, "PUT"],
])("a redirect (%d) of a %s to another origin is a GET that carries no body", async (status, method) => {
  const other = await serve(ok);
  const { port } = await serve(
    (_, response) => void response.writeHead(status, { location: `http://127.0.0.1:${other.port}/c` }).end(),
  );
  const headers = { "content-type": "text/plain", "X-Customer": "42" };
  await egress({ allow: ["127.0.0.1"] })(`http://127.0.0.1:${port}/a`, { method, body: "private", headers });
  expect(other.requests).toMatchObject([{ method: "GET", body: "" }]);
  for (const name of ["content-type", "x-customer"]) expect(other.requests[0]!.headers).not.toHaveProperty(name);
});

test("303 becomes a GET without a body", async () => {
  const { port, requests } = await serve((request, response) => {
    if (request.url === "/a") response.writeHead(303, { location: "/b" }).end();
    else response.end("done");
  });
  const response = await egress({ allow: ["127.0.0.1"] })(`http://127.0.0.1:${port}/a`, {
    method: "POST",
    body: "x",
    headers: { "content-type": "text/plain" },
  });
  expect(await response.text()).toBe("done");
  expect(response.redirected).toBe(true);
  expect(requests[1]).toMatchObject({ method: "GET", body: "" });
  expect(requests[1]!.headers).not.toHaveProperty("content-type");
});

test("redirects end at their limit; redirect: manual hands them out", async () => {
  const { port, requests } = await serve((_, response) => void response.writeHead(302, { location: "/again" }).end());
  const fetch = egress({ allow: ["127.0.0.1"], maxRedirects: 3 });
  expect((await errorOf(fetch(`http://127.0.0.1:${port}/`))).code).toBe("TOO_MANY_REDIRECTS");
  expect(requests).toHaveLength(4);
  expect((await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" })).status).toBe(302);
  expect((await errorOf(fetch(`http://127.0.0.1:${port}/`, { redirect: "error" }))).code).toBe("TOO_MANY_REDIRECTS");
});

test("a body over its limit ends in an error, also when it came compressed", async () => {
  const bomb = gzipSync(Buffer.alloc(5_000_000));
  const { port } = await serve((_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
  const fetch = egress({ allow: ["127.0.0.1"], maxResponseBytes: 100_000 });
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect(await errorOf(response.text())).toMatchObject({ code: "RESPONSE_TOO_LARGE", retryable: false });
  const lower = await fetch(`http://127.0.0.1:${port}/`, { maxResponseBytes: 10 });
  expect((await errorOf(lower.text())).message).toContain("10 bytes");
});

test("a silent server times out, before and within the body", async () => {
  const { port } = await serve((request, response) => {
    if (request.url === "/body") response.writeHead(200).write("begin");
  });
  const fetch = egress({ allow: ["127.0.0.1"], timeoutMs: 100 });
  expect(await errorOf(fetch(`http://127.0.0.1:${port}/`))).toMatchObject({ code: "HTTP_TIMEOUT", retryable: true });
  const response = await fetch(`http://127.0.0.1:${port}/body`);
  expect((await errorOf(response.text())).code).toBe("HTTP_TIMEOUT");
});

test("the signal's reason is what an aborted call throws", async () => {
  const { port } = await serve(() => undefined);
  const controller = new AbortController();
  const call = egress({ allow: ["127.0.0.1"] })(`http://127.0.0.1:${port}/`, { signal: controller.signal });
  const reason = new Error("cancelled by a person");
  controller.abort(reason);
  expect(await errorOf(call)).toBe(reason);
});

test("network errors are retryable and name the cause, a request that cannot be sent is permanent", async () => {
  const { port, server } = await serve((request) => void request.socket.destroy());
  const fetch = egress({ allow: ["127.0.0.1"] });
  expect(await errorOf(fetch(`http://127.0.0.1:${port}/`))).toMatchObject({ code: "NETWORK_ERROR", retryable: true });
  expect(await errorOf(fetch(`http://127.0.0.1:${port}/`, { method: "NO SPACE" }))).toMatchObject({
    code: "REQUEST_INVALID",
    retryable: false,
  });
  expect(await errorOf(fetch(`http://127.0.0.1:${port}/`, { headers: { "bad header": "x" } }))).toMatchObject({
    code: "REQUEST_INVALID",
  });
  expect(await errorOf(fetch("http://127.0.0.1:6667/"))).toMatchObject({
    code: "REQUEST_INVALID",
    message: expect.stringContaining("bad port"),
  });
  await new Promise((done) => server.close(done));
  expect((await errorOf(fetch(`http://127.0.0.1:${port}/`))).message).toContain("ECONNREFUSED");
});

test("a name that does not resolve is neither refused nor unreachable, and is tried again", async () => {
  const unresolved = { code: "NAME_NOT_RESOLVED", retryable: true };
  const named = { ...unresolved, details: { host: "no-such-host.invalid" } };
  const error = await errorOf(egress()("http://no-such-host.invalid/secret-path"));
  expect(error).toMatchObject(named);
  expect(error.message).not.toContain("secret-path");
  const none: Lookup = async () => [];
  expect(await errorOf(egress({}, none)("http://no-such-host.invalid/"))).toMatchObject(named);
  const busy: Lookup = () => Promise.reject(Object.assign(new Error("getaddrinfo"), { code: "EAI_AGAIN" }));
  expect(await errorOf(egress({}, busy)("http://crm.example:8443/"))).toMatchObject({
    ...unresolved,
    details: { host: "crm.example", cause: "EAI_AGAIN" },
  });
});

test("the header Host cannot name another host than the URL", async () => {
  const { port, requests } = await serve(ok);
  const fetch = egress({ allow: ["127.0.0.1"] });
  const url = `http://127.0.0.1:${port}/`;
  const error = await errorOf(fetch(url, { headers: { hOsT: "tenant.example" } }));
  expect(error).toMatchObject({ code: "REQUEST_INVALID", retryable: false });
  expect(requests).toEqual([]);
  expect((await fetch(url, { headers: { host: `127.0.0.1:${port}` } })).status).toBe(200);
});
