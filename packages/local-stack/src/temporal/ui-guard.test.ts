import { createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { startUiGuard, type UiGuard } from "./ui-guard.ts";

const TOKEN = "tg_first_token";
const HOST = "ui-0123456789abcdef0123.localhost";

/** A server that remembers what it was asked. */
async function upstream(name: string) {
  const asked: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = createServer((incoming, reply) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      asked.push({ url: incoming.url ?? "", headers: incoming.headers, body: Buffer.concat(parts).toString() });
      reply.end(name);
    });
  });
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, port, url: `http://127.0.0.1:${port}` };
}

async function start() {
  const [ui, api] = [await upstream("ui"), await upstream("api")];
  const guard = await startUiGuard({ uiUrl: ui.url, host: HOST });
  onTestFinished(() => guard.stop());
  return { ui, api, guard };
}

/** `fetch` would set the header Host itself, and only browsers know that the name stands for this machine. */
function ask(
  guard: UiGuard,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  hostname = "127.0.0.1",
) {
  const { host, port } = new URL(guard.url);
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: { host, ...headers } }, (reply) => {
      let body = "";
      reply.on("data", (part: Buffer) => (body += part.toString()));
      reply.on("end", () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body }));
    });
    sent.on("error", reject);
    sent.end(method === "POST" ? '{"payloads":[]}' : undefined);
  });
}

async function signedIn(guard: UiGuard, page?: string) {
  const address = new URL(guard.signInUrl(TOKEN, page));
  const answer = await ask(guard, address.pathname + address.search);
  return { answer, cookie: (answer.headers["set-cookie"]?.[0] ?? "").split(";")[0]! };
}

test("nobody is let in before the API is known, and without the key", async () => {
  const { ui, guard, api } = await start();
  expect((await ask(guard, "/")).status).toBe(503);
  guard.serveFor({ url: api.url, token: TOKEN });
  expect((await ask(guard, "/")).status).toBe(401);
  expect((await ask(guard, "/tempograph/sign-in?key=wrong")).status).toBe(401);
  expect((await ask(guard, "/tempograph/sign-in?key=a&key=b")).status).toBe(401);
  expect((await ask(guard, "/codec/decode", {}, "POST")).status).toBe(401);
  expect([...ui.asked, ...api.asked]).toEqual([]);
});

test("the printed address signs in, shows its page, and does not contain the token", async () => {
  const { guard, ui, api } = await start();
  guard.serveFor({ url: api.url, token: TOKEN });
  expect(guard.signInUrl(TOKEN)).not.toContain(TOKEN);
  const { answer, cookie } = await signedIn(guard, "/namespaces/default");
  expect(answer).toMatchObject({ status: 302, headers: { location: "/namespaces/default" } });
  expect(answer.headers["set-cookie"]![0]).toMatch(/; HttpOnly; SameSite=Strict;/);
  expect(await ask(guard, "/namespaces/default", { cookie })).toMatchObject({ status: 200, body: "ui" });
  expect(ui.asked.at(-1)!.url).toBe("/namespaces/default");
  guard.serveFor({ url: api.url, token: "tg_another_token" });
  expect((await ask(guard, "/", { cookie })).status).toBe(401);
});

test.each(["//evil.example", "/\\evil.example", "/\t/evil.example", "/\r\nx: y", "http://evil.example", ""])(
  "signing in never leads to %j",
  async (page) => {
    const { guard, api } = await start();
    guard.serveFor({ url: api.url, token: TOKEN });
    expect((await signedIn(guard, page)).answer.headers.location).toBe("/");
  },
);

test("the codec asks the API with the token, and gets neither the cookie nor the origin", async () => {
  const { guard, api } = await start();
  guard.serveFor({ url: api.url, token: TOKEN });
  const { cookie } = await signedIn(guard);
  const headers = { cookie, origin: guard.url, "content-type": "application/json", "x-namespace": "default" };
  const answer = await ask(guard, "/codec/decode?preserveStorageRefs=true", headers, "POST");
  expect(answer).toMatchObject({ status: 200, body: "api" });
  const [sent] = api.asked;
  expect(sent).toMatchObject({ url: "/codec/decode?preserveStorageRefs=true", body: '{"payloads":[]}' });
  expect(sent!.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, "x-namespace": "default" });
  expect(sent!.headers).not.toHaveProperty("cookie");
  expect(sent!.headers).not.toHaveProperty("origin");
});

test("a name that was pointed here (DNS rebinding) and pages of other origins are refused, even with the cookie", async () => {
  const { guard, ui, api } = await start();
  guard.serveFor({ url: api.url, token: TOKEN });
  const { cookie } = await signedIn(guard);
  const { port } = new URL(guard.url);
  for (const host of [`evil.example:${port}`, "evil.example", HOST, `${HOST}:${Number(port) + 1}`])
    expect((await ask(guard, "/", { cookie, host })).status, host).toBe(403);
  for (const origin of [
    "http://evil.example",
    "null",
    `http://${HOST}:${Number(port) + 1}`,
    `https://${HOST}:${port}`,
    `http://127.0.0.1:${port}`,
  ])
    expect((await ask(guard, "/codec/decode", { cookie, origin }, "POST")).status, origin).toBe(403);
  expect([...ui.asked, ...api.asked]).toEqual([]);
});

test("the names of loopback are refused, because under them a browser sends the key to every server of this machine", async () => {
  const { guard, api } = await start();
  guard.serveFor({ url: api.url, token: TOKEN });
  const { cookie } = await signedIn(guard);
  const { port, pathname, search } = new URL(guard.signInUrl(TOKEN));
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
    expect((await ask(guard, "/", { cookie, host })).status, host).toBe(403);
    expect((await ask(guard, pathname + search, { host })).headers, host).not.toHaveProperty("set-cookie");
  }
  expect((await ask(guard, "/", { cookie })).status).toBe(200);
});

test("nobody else can have the guard's port on ::1, which browsers try first", async () => {
  const { guard, api } = await start();
  guard.serveFor({ url: api.url, token: TOKEN });
  const { cookie } = await signedIn(guard);
  if (networkInterfaces()["lo"]?.every(({ family }) => family === "IPv4")) return;
  expect((await ask(guard, "/", { cookie }, "GET", "::1")).status).toBe(200);
  await guard.stop();
  const { port } = new URL(guard.url);
  const other = createServer();
  await new Promise<void>((listens) => other.listen(Number(port), "::1", listens));
  onTestFinished(() => void other.close());
  await expect(startUiGuard({ uiUrl: "http://127.0.0.1:1", host: HOST, port: Number(port) })).rejects.toThrow(
    "EADDRINUSE",
  );
});
