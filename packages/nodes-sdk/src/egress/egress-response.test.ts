import { getEventListeners } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { createEgressFetch, type EgressRequestInit } from "./egress-fetch.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Received {
  readonly method: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly clientPort: number;
}

/** A call of a server that answers in this way, and what it received. */
async function serve(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("latin1")) body += chunk;
    received.push({ method: request.method!, headers: request.headers, body, clientPort: request.socket.remotePort! });
    answer(response, request);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const fetch = createEgressFetch({ allow: ["127.0.0.1"] });
  closing.push(async () => {
    await fetch.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { received, call: (init?: EgressRequestInit) => fetch(url, init) };
}

const TEXT = "Grüße, 你好 ".repeat(1_000);

test.each([
  ["gzip", gzipSync(TEXT)],
  ["x-gzip", gzipSync(TEXT)],
  ["deflate", deflateSync(TEXT)],
  ["deflate", deflateRawSync(TEXT)],
  ["br", brotliCompressSync(TEXT)],
  ["deflate, gzip", gzipSync(deflateSync(TEXT))],
  ["identity", Buffer.from(TEXT)],
  ["", Buffer.from(TEXT)],
])("a body in the coding %j is read as what it was", async (coding, bytes) => {
  const { call } = await serve((response) => {
    response.writeHead(200, { "content-encoding": coding });
    // Each decoder gets its input in parts.
    response.write(bytes.subarray(0, 1));
    response.end(bytes.subarray(1));
  });
  expect(await (await call()).text()).toBe(TEXT);
});

test("an unknown coding stays as it came; a broken body and a sixth coding are errors of the network", async () => {
  let coding = "zip";
  const { call } = await serve((response) => response.writeHead(200, { "content-encoding": coding }).end("abc"));
  expect(await (await call()).text()).toBe("abc");
  coding = "gzip";
  const broken = await call();
  await expect(broken.text()).rejects.toMatchObject({ code: "NETWORK_ERROR", retryable: true });
  coding = "gzip, gzip, gzip, gzip, gzip, gzip";
  await expect(call()).rejects.toMatchObject({ code: "NETWORK_ERROR" });
});

const form = (): FormData => {
  const data = new FormData();
  data.set("name", "value");
  return data;
};

test.each<[string, () => NonNullable<RequestInit["body"]>, string | undefined, RegExp]>([
  ["a text", () => "a=ä", "text/plain;charset=UTF-8", /^a=Ã¤$/],
  ["a query", () => new URLSearchParams({ a: "ä" }), "application/x-www-form-urlencoded;charset=UTF-8", /^a=%C3%A4$/],
  ["bytes", () => new Uint8Array([0, 65, 66]).subarray(1), undefined, /^AB$/],
  ["a buffer", () => new Uint8Array([65, 66]).buffer, undefined, /^AB$/],
  ["a blob", () => new Blob(["AB"], { type: "image/x" }), "image/x", /^AB$/],
  [
    "a form",
    form,
    expect.stringMatching(/^multipart\/form-data; ?boundary=/) as string,
    /name="name"\r\n\r\nvalue\r\n/,
  ],
  ["a stream", () => new Blob(["AB"]).stream(), undefined, /^AB$/],
])("%s is sent", async (_name, body, type, arrives) => {
  const { received, call } = await serve((response) => void response.end());
  await call({ method: "POST", body: body() });
  expect(received[0]!.body).toMatch(arrives);
  expect(received[0]!.headers["content-type"]).toEqual(type);
  await call({ method: "POST", body: body(), headers: { "content-type": "own/type" } });
  expect(received[1]!.headers["content-type"]).toBe("own/type");
});

test("what cannot be sent is told and is not tried again", async () => {
  const { received, call } = await serve((response) => void response.end());
  const used = new Blob(["x"]).stream();
  used.getReader();
  const refused: readonly EgressRequestInit[] = [
    { method: "CONNECT" },
    { method: "trace" },
    { body: "x" },
    { method: "HEAD", body: "x" },
    { integrity: "sha256-x" },
    { method: "POST", body: used },
    { method: "POST", body: "abc", headers: { "content-length": "7" } },
    { headers: { expect: "100-continue" } },
  ];
  for (const init of refused) {
    await expect(call(init), JSON.stringify(init)).rejects.toMatchObject({ code: "REQUEST_INVALID", retryable: false });
  }
  expect(received).toEqual([]);
});

test("headers that every call has, unless they are given", async () => {
  const { received, call } = await serve((response) => void response.end());
  await call();
  const defaults = {
    accept: "*/*",
    "accept-language": "*",
    "accept-encoding": "gzip, deflate",
    "user-agent": "undici",
  };
  expect(received[0]!.headers).toMatchObject(defaults);
  await call({ headers: { Accept: "a/b", Range: "bytes=0-1", "User-Agent": "mine" } });
  const given = { accept: "a/b", "user-agent": "mine", "accept-encoding": "identity" };
  expect(received[1]!.headers).toMatchObject(given);
});

test("the head of the answer is that of the server, also after early hints", async () => {
  const { call } = await serve((response) => {
    response.writeEarlyHints({ link: "</style.css>; rel=preload" });
    response.setHeader("set-cookie", ["a=1", "b=2"]);
    response.setHeader("x-name", "Grüße");
    response.writeHead(404, "Gone away").end("gone");
  });
  const response = await call();
  expect(response).toBeInstanceOf(Response);
  expect(response).toMatchObject({
    status: 404,
    ok: false,
    statusText: "Gone away",
    redirected: false,
    bodyUsed: false,
  });
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("x-name")).toBe("Grüße");
  expect(await response.text()).toBe("gone");
});

test("a body is read once, in any of the ways that `Response` has", async () => {
  const { call } = await serve((response) => void response.end('{"a":"\u00e4"}'));
  const json = await call();
  expect(await json.json()).toEqual({ a: "ä" });
  expect(json.bodyUsed).toBe(true);
  await expect(json.text()).rejects.toThrow(TypeError);
  expect(() => json.clone()).toThrow(TypeError);

  const cloned = await call();
  const clone = cloned.clone();
  expect(await Promise.all([cloned.text(), clone.json()])).toEqual(['{"a":"ä"}', { a: "ä" }]);

  const streamed = await call();
  const { body } = streamed;
  expect(streamed.bodyUsed).toBe(false);
  expect(await new Response(body).text()).toBe('{"a":"ä"}');
  expect(streamed.bodyUsed).toBe(true);

  const held = await call();
  held.body!.getReader();
  await expect(held.text()).rejects.toThrow(TypeError);
  expect(await (await call()).blob()).toMatchObject({ size: 10 });
});

test("forms are read", async () => {
  const { call } = await serve((response) => {
    response.writeHead(200, { "content-type": "application/x-www-form-urlencoded" }).end("a=1");
  });
  expect((await (await call()).formData()).get("a")).toBe("1");
});

test("answers that have no body", async () => {
  let status = 204;
  const { call } = await serve((response) => void response.writeHead(status).end());
  for (status of [204, 205, 304]) {
    const response = await call();
    expect(response).toMatchObject({ status, body: null });
    expect(await response.text()).toBe("");
  }
  status = 200;
  expect(await call({ method: "HEAD" })).toMatchObject({ status: 200, body: null });
});

test("a large body goes through whole, and connections are used again", async () => {
  const bytes = Buffer.alloc(3_000_000, "0123456789");
  const { received, call } = await serve((response) => void response.end(bytes));
  for (let round = 0; round < 5; round += 1) {
    expect(Buffer.from(await (await call()).arrayBuffer()).equals(bytes)).toBe(true);
  }
  // A call made within the last event of the one before gets another connection.
  expect(new Set(received.map(({ clientPort }) => clientPort)).size).toBeLessThan(3);
});

test("nothing is left on the signal once the answer is there, whether it is read or not", async () => {
  const { call } = await serve((response) => void response.end("ok"));
  const { signal } = new AbortController();
  await (await call({ signal })).text();
  await call({ signal });
  await (await call({ signal, method: "POST" })).body!.cancel();
  await expect.poll(() => getEventListeners(signal, "abort")).toEqual([]);
  await expect(call({ signal, method: "CONNECT" })).rejects.toThrow("CONNECT");
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("a call ends with its signal while the body arrives, and before there is a connection", async () => {
  const { call } = await serve((response) => void response.write("begin"));
  const controller = new AbortController();
  const response = await call({ signal: controller.signal });
  const text = response.text();
  controller.abort(new Error("cancelled"));
  await expect(text).rejects.toThrow("cancelled");

  const lookup = () => new Promise<never>(() => undefined);
  const fetch = createEgressFetch({ timeoutMs: 20 }, lookup);
  closing.push(() => fetch.close());
  await expect(fetch("http://slow.example/")).rejects.toMatchObject({ code: "HTTP_TIMEOUT" });
  const other = new AbortController();
  const waiting = fetch("http://slow.example/", { signal: other.signal, timeoutMs: 60_000 });
  other.abort(new Error("cancelled"));
  await expect(waiting).rejects.toThrow("cancelled");
});

test("the time counts from the call on, over redirects", async () => {
  const { call } = await serve((response, { url }) => {
    if (url === "/silent") return;
    response.writeHead(302, { location: "/silent" }).end();
  });
  await expect(call({ timeoutMs: 100 })).rejects.toMatchObject({ code: "HTTP_TIMEOUT" });
});
