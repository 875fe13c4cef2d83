import { createClient } from "graphql-ws";
import { waitFor } from "@tempograph/testing";
import { createServer, type Server } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Provider } from "oidc-provider";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { SESSION_HEADER } from "../http/auth.ts";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

// A real OpenID provider on loopback. Its login page takes any name, which becomes the account.

let api: TestApi;
let provider: Server;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tempograph-sign-in-"));
  const rulesFile = join(dir, "rules.json");
  await writeFile(
    rulesFile,
    JSON.stringify([
      { claim: "groups", value: "ops", roles: ["operator"] },
      { claim: "groups", value: "looks", roles: ["viewer"] },
    ]),
  );
  provider = createServer();
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${String((provider.address() as AddressInfo).port)}`;
  api = await startTestApi({ signIn: { issuer: new URL(issuer), rulesFile } });
  const idp = new Provider(issuer, {
    clients: [
      {
        client_id: "tempograph",
        client_secret: "provider-secret",
        redirect_uris: [`${api.url}/auth/callback`],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["groups"] },
    cookies: { keys: ["provider"] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: `${id}@example.com`,
        email_verified: id !== "mallory",
        groups: groups[id] ?? [],
      }),
    }),
  });
  const answer = idp.callback();
  provider.on("request", (request, response) => void answer(request, response));
});
afterAll(async () => {
  await api.stop();
  provider.closeAllConnections();
  provider.close();
  await rm(dir, { recursive: true, force: true });
});

const groups: Readonly<Record<string, readonly string[]>> = { kim: ["ops"], vi: ["looks"], mallory: ["ops"] };

/** A browser: it keeps cookies for each host and follows redirects by hand. */
class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  cookies(url: string): string {
    return [...(this.#cookies.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async open(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(init.headers as object), cookie: this.cookies(url) };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    const jar = this.#cookies.get(new URL(url).host) ?? new Map<string, string>();
    this.#cookies.set(new URL(url).host, jar);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Follows redirects until the API is to be called back. */
  async upToCallback(name: string, to = ""): Promise<string> {
    let url = `${api.url}/auth/login${to}`;
    let response = await this.open(url);
    for (let steps = 0; steps < 12; steps += 1) {
      const location = response.headers.get("location");
      if (location !== null) {
        url = new URL(location, url).href;
        if (url.startsWith(`${api.url}/auth/callback`)) return url;
        response = await this.open(url);
        continue;
      }
      const page = await response.text();
      const [, action = ""] = /action="([^"]+)"/.exec(page) ?? [];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "login";
      url = new URL(action, url).href;
      response = await this.open(url, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ prompt, login: name, password: "any" }),
      });
    }
    throw new Error(`The provider did not lead back: ${url}`);
  }

  async signIn(name: string, to = ""): Promise<Response> {
    return await this.open(await this.upToCallback(name, to));
  }
}

/** What a page of the API's own origin sends with a request that changes something. */
const own = () => ({ origin: api.url, [SESSION_HEADER]: "test" });
const viewer = async (browser: Browser) => await browser.open(`${api.url}/viewer`);
const send = (browser: Browser, headers: Record<string, string>) =>
  browser.open(`${api.url}/events`, {
    method: "POST",
    headers: { "content-type": "application/json", [SESSION_HEADER]: "test", ...headers },
    body: "{}",
  });

test("a person signs in, is known by name and roles, and signs out", async () => {
  const browser = new Browser();
  expect((await viewer(browser)).status).toBe(401);
  const back = await browser.signIn("kim", "?to=/docs");
  expect([back.status, back.headers.get("location")]).toEqual([302, "/docs"]);
  const [cookie] = back.headers.getSetCookie().filter((one) => one.startsWith("tempograph_session="));
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  expect(await (await viewer(browser)).json()).toMatchObject({
    name: "kim@example.com",
    roles: ["operator"],
    project: "main",
  });

  const stored = JSON.stringify(await api.db.selectFrom("sessions").selectAll().execute());
  expect(stored).toContain("kim@example.com");
  expect(stored).not.toContain(/=([^;]+)/.exec(cookie!)![1]);
  expect((await api.request("GET", "/audit?action=signIn")).body.items).toMatchObject([{ actor: "kim@example.com" }]);

  const kept = browser.cookies(api.url);
  const out = await browser.open(`${api.url}/auth/logout`, { method: "POST", headers: own() });
  expect(out.status).toBe(204);
  expect((await viewer(browser)).status).toBe(401);
  // The session is over on the server, not only in the browser.
  expect((await fetch(`${api.url}/viewer`, { headers: { cookie: kept } })).status).toBe(401);
});

test("what changes something needs the origin of the API itself", async () => {
  const browser = new Browser();
  await browser.signIn("kim");
  const statuses = [];
  for (const headers of [{}, { origin: "https://evil.example" }, { origin: "null" }, { origin: api.url }])
    statuses.push((await send(browser, headers as Record<string, string>)).status);
  expect(statuses).toEqual([401, 403, 403, 202]);
  expect((await browser.open(`${api.url}/auth/logout`, { method: "POST" })).status).toBe(401);
  const socket = (origin?: string) =>
    new WebSocket(`${api.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
      headers: { cookie: browser.cookies(api.url), ...(origin !== undefined && { origin }) },
    });
  const answerOf = async (one: WebSocket) =>
    await new Promise((resolve) => {
      one.on("open", () => one.send('{"type":"connection_init"}'));
      one.on("message", (data: Buffer) => resolve(JSON.parse(data.toString()).type));
      one.on("close", (code) => resolve(code));
      one.on("error", (error) => resolve(error.message));
    });
  const own = socket(api.url);
  expect(await answerOf(own)).toBe("connection_ack");
  own.close();
  expect(await answerOf(socket())).toBe(4403);
  expect(await answerOf(socket("https://evil.example"))).toContain("403");
});

test("who has no role, or an address that nobody verified, does not get in", async () => {
  for (const [name, hint] of [
    ["stranger", "Ask an admin for a role"],
    ["mallory", "TEMPOGRAPH_OIDC_NAME_CLAIM"],
  ] as const) {
    const browser = new Browser();
    const refused = await browser.signIn(name);
    expect(refused.status, name).toBe(403);
    expect(await refused.json()).toMatchObject({
      code: "FORBIDDEN",
      detail: expect.stringContaining("may not sign in"),
      hint: expect.stringContaining(hint),
    });
    expect((await viewer(browser)).status).toBe(401);
  }
});

test("an answer that belongs to another browser, or comes twice, is refused", async () => {
  const mine = new Browser();
  const callback = await mine.upToCallback("kim");
  const other = new Browser();
  expect((await other.open(callback)).status).toBe(400);
  await other.upToCallback("vi");
  expect(await (await other.open(callback)).json()).toMatchObject({ code: "SIGN_IN_FAILED" });
  expect((await mine.open(callback)).status).toBe(302);
  expect((await mine.open(callback)).status).toBe(400);
  expect(await (await viewer(mine)).json()).toMatchObject({ name: "kim@example.com" });
});

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nx: y", ""])(
  "after the sign-in no other site is opened: to=%j",
  async (to) => {
    const back = await new Browser().signIn("vi", `?to=${encodeURIComponent(to)}`);
    expect(back.headers.get("location")).toBe("/app/");
  },
);

test("who does not consent hears that the provider refused, and of nothing that the answer carries besides", async () => {
  const browser = new Browser();
  await browser.open(`${api.url}/auth/login`);
  const answer = await browser.open(`${api.url}/auth/callback?error=access_denied&error_description=<b>call+us</b>`);
  // Without the state nothing is believed, and the sign-in is over.
  expect(answer.status).toBe(502);
  const asked = await browser.open(`${api.url}/auth/login`);
  const { searchParams } = new URL(asked.headers.get("location")!);
  const query = new URLSearchParams({
    ...{ error: "access_denied", error_description: "<b>call us</b>", state: searchParams.get("state")! },
    iss: new URL(asked.headers.get("location")!).origin,
  });
  const refused = await browser.open(`${api.url}/auth/callback?${String(query)}`);
  const text = await refused.text();
  expect([refused.status, text]).toEqual([400, expect.stringContaining("refused: access_denied")]);
  expect(text).not.toContain("call us");
});

test("each sign-in makes a new session and ends the one that the browser had, so nobody can prepare one for another person", async () => {
  const browser = new Browser();
  await browser.signIn("vi");
  const before = browser.cookies(api.url);
  await browser.signIn("vi");
  expect(browser.cookies(api.url)).not.toBe(before);
  expect((await viewer(browser)).status).toBe(200);
  expect((await fetch(`${api.url}/viewer`, { headers: { cookie: before } })).status).toBe(401);
  const planted = `tempograph_session=tg_${"a".repeat(43)}`;
  expect((await fetch(`${api.url}/viewer`, { headers: { cookie: planted } })).status).toBe(401);
});

test("an admin signs a person out everywhere, in the own project only, and it is in the audit log", async () => {
  const [first, second, other] = [new Browser(), new Browser(), new Browser()];
  for (const browser of [first, second]) await browser.signIn("kim");
  await other.signIn("vi");
  await api.request("POST", "/projects", { id: "billing", name: "Billing" });
  const end = (name: string, headers = {}) => api.request("POST", "/sessions/end", { name }, headers);
  expect((await end("kim@example.com", { "tempograph-project": "billing" })).body).toEqual({ ended: 0 });
  expect((await viewer(first)).status).toBe(200);
  const { ended } = (await end("kim@example.com")).body;
  expect(ended).toBeGreaterThanOrEqual(2);
  expect([(await viewer(first)).status, (await viewer(second)).status, (await viewer(other)).status]).toEqual([
    401, 401, 200,
  ]);
  expect((await end("kim@example.com")).body).toEqual({ ended: 0 });
  expect((await end("a b")).body).toMatchObject({ status: 400, path: "/name" });
  const { items } = (await api.request("GET", "/audit?action=sessionsEnd")).body;
  expect(items[0]).toMatchObject({ actor: "owner" });
});

const endings = {
  "an admin who ends all sessions of the person": (_browser: Browser) =>
    api.request("POST", "/sessions/end", { name: "vi@example.com" }),
  "signing out": (browser: Browser) => browser.open(`${api.url}/auth/logout`, { method: "POST", headers: own() }),
  "the end of the session's time": () =>
    api.db.updateTable("sessions").set({ expires_at: new Date() }).where("name", "=", "vi@example.com").execute(),
};

test.each(Object.entries(endings))("%s ends the person's open sockets and streams", async (_what, end) => {
  const browser = new Browser();
  await browser.signIn("vi");
  const workflow = (await api.request("POST", "/workflows", { name: "open", graph: smallGraph })).body.id as string;
  const execution = await insertExecution(api.db, workflow, { status: "running" });
  const stream = await browser.open(`${api.url}/executions/${execution}/events`);
  const streamed = stream.text().catch(() => "cut");
  let closed: unknown;
  const headers = { cookie: browser.cookies(api.url), origin: api.url };
  const client = createClient({
    url: `${api.url.replace("http", "ws")}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers });
      }
    },
    shouldRetry: () => false,
    lazy: false,
    onNonLazyError: () => {},
    on: { closed: (event) => (closed = event) },
  });
  const { value } = await client.iterate({ query: "{ viewer { name } }" }).next();
  expect(value.data.viewer.name).toBe("vi@example.com");
  await end(browser);
  await waitFor(() => closed !== undefined);
  expect(closed).toMatchObject({ code: 4403 });
  await streamed;
  expect((await viewer(browser)).status).toBe(401);
});
