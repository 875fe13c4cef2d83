import { afterAll, beforeAll, expect, test } from "vitest";
import { SESSION_HEADER } from "../http/auth.ts";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { "kim@billing": ["viewer"] } });
});
afterAll(() => api.stop());

interface Asked {
  readonly cookie?: string | undefined;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Asks as a page of the API's own origin does. */
async function ask(method: string, path: string, { cookie, token, body, headers }: Asked = {}): Promise<Response> {
  return await fetch(api.url + path, {
    method,
    redirect: "manual",
    headers: {
      ...(method !== "GET" && { origin: api.url, [SESSION_HEADER]: "test" }),
      ...(cookie !== undefined && { cookie }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]!.split(";")[0]!;
const signIn = async (token: string): Promise<string> => cookieOf(await ask("POST", "/auth/session", { token }));
const makeToken = async (name: string, roles: readonly string[]) =>
  (await api.request("POST", "/tokens", { name, roles })).body as { id: string; secret: string };
const nameOf = async (cookie: string): Promise<unknown> => {
  const answer = await ask("GET", "/viewer", { cookie });
  return answer.status === 200 ? ((await answer.json()) as { name: string }).name : answer.status;
};

test("a pasted token becomes a session, which has the token's rights and is in the audit log", async () => {
  const answer = await ask("POST", "/auth/session", { token: api.token });
  expect([answer.status, await answer.text()]).toEqual([204, ""]);
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^tempograph_session=tg_[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  );
  const cookie = cookieOf(answer);
  expect(await (await ask("GET", "/viewer", { cookie })).json()).toMatchObject({
    name: "owner",
    roles: ["admin"],
    project: "main",
    everyProject: true,
  });
  // The owner works in each project, in a session as well.
  const billing = await ask("GET", "/viewer", { cookie, headers: { "tempograph-project": "billing" } });
  expect(await billing.json()).toMatchObject({ project: "billing" });
  expect((await api.request("GET", "/audit?action=signIn")).body.items[0]).toMatchObject({
    actor: "owner",
    outcome: "ok",
  });
  expect(await (await ask("GET", "/auth/methods")).json()).toEqual({ token: true, provider: false });
});

test("only a token begins a session: not a wrong one, none, or another session", async () => {
  expect((await ask("POST", "/auth/session", { token: "tg_wrong" })).status).toBe(401);
  expect((await ask("POST", "/auth/session")).status).toBe(401);
  const cookie = await signIn(api.token);
  for (const path of ["/auth/session", "/auth/links"]) {
    const answer = await ask("POST", path, { cookie });
    expect([path, answer.status, await answer.json()]).toMatchObject([path, 400, { code: "SIGN_IN_FAILED" }]);
  }
});

test("what changes something needs the own Origin and the header that only own pages can send", async () => {
  const cookie = await signIn(api.token);
  const send = async (headers: Record<string, string>) =>
    (
      await fetch(`${api.url}/events`, {
        ...{ method: "POST", body: JSON.stringify({ type: "a.b", data: {} }) },
        headers: { cookie, "content-type": "application/json", ...headers },
      })
    ).status;
  const [origin, header] = [{ origin: api.url }, { [SESSION_HEADER]: "1" }];
  expect(await send({ ...origin, ...header })).toBe(202);
  expect([await send(origin), await send(header), await send({})]).toEqual([401, 401, 401]);
  expect(await send({ origin: "https://evil.example", ...header })).toBe(403);
});

test("roles hold for the session, and follow the token", async () => {
  const cookie = await signIn(`${api.token}_kim@billing`);
  expect(await nameOf(cookie)).toBe("kim@billing");
  const refused = await ask("POST", "/events", { cookie, body: { type: "a.b", data: {} } });
  expect([refused.status, await refused.json()]).toMatchObject([403, { code: "FORBIDDEN" }]);
});

test("revoking the token ends its session at once, and its open streams", async () => {
  const { id, secret } = await makeToken("ops", ["operator"]);
  const cookie = await signIn(secret);
  expect(await nameOf(cookie)).toBe("ops");
  const workflow = (await api.request("POST", "/workflows", { name: "open", graph: smallGraph })).body.id as string;
  const execution = await insertExecution(api.db, workflow, { status: "running" });
  const stream = await ask("GET", `/executions/${execution}/events`, { cookie });
  const streamed = stream.text().catch(() => "cut");
  await api.request("POST", `/tokens/${id}/revoke`);
  expect(await nameOf(cookie)).toBe(401);
  await streamed;
});

test("signing out ends the session on the server", async () => {
  const cookie = await signIn(api.token);
  const out = await ask("POST", "/auth/logout", { cookie });
  expect([out.status, out.headers.getSetCookie()[0]]).toEqual([
    204,
    "tempograph_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
  ]);
  expect(await nameOf(cookie)).toBe(401);
});

test("a link signs in once, whoever opens it first, and its code is no session", async () => {
  const made = await ask("POST", "/auth/links", { token: api.token });
  const { path, expiresAt } = (await made.json()) as { path: string; expiresAt: string };
  expect([made.status, path]).toEqual([201, expect.stringMatching(/^\/app\/sign-in#link=tg_/)]);
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  const code = path.split("=")[1]!;
  expect(await nameOf(`tempograph_session=${code}`)).toBe(401);
  const open = () => ask("POST", "/auth/links/open", { body: { code } });
  const answers = await Promise.all([open(), open(), open()]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 400, 400]);
  expect(await nameOf(cookieOf(answers.find(({ status }) => status === 204)!))).toBe("owner");
  expect(await (await open()).json()).toMatchObject({
    code: "SIGN_IN_FAILED",
    detail: expect.stringContaining("used"),
  });
});

test("a link of a token that was revoked, or whose time is over, does not sign in", async () => {
  const { id, secret } = await makeToken("gone", ["viewer"]);
  const linkOf = async (token: string) =>
    ((await (await ask("POST", "/auth/links", { token })).json()) as { path: string }).path.split("=")[1]!;
  const [revoked, late] = [await linkOf(secret), await linkOf(api.token)];
  await api.request("POST", `/tokens/${id}/revoke`);
  await api.db.updateTable("sessions").set({ expires_at: new Date() }).where("name", "=", "owner").execute();
  for (const body of [{ code: revoked }, { code: late }, { code: 1 }, {}, undefined])
    expect((await ask("POST", "/auth/links/open", { body })).status, JSON.stringify(body)).toBe(400);
});

test("a token has at most 100 sessions: the oldest ends", async () => {
  const { secret } = await makeToken("many", ["viewer"]);
  const first = await signIn(secret);
  for (let count = 0; count < 99; count += 1) await signIn(secret);
  expect(await nameOf(first)).toBe("many");
  await signIn(secret);
  expect(await nameOf(first)).toBe(401);
});

test("wrong codes are counted like wrong tokens", async () => {
  const limited = await startTestApi({ limits: { wrongTokens: 2 } });
  try {
    const statuses = [];
    for (let tries = 0; tries < 3; tries += 1)
      statuses.push((await fetch(`${limited.url}/auth/links/open`, { method: "POST" })).status);
    expect(statuses).toEqual([400, 400, 429]);
  } finally {
    await limited.stop();
  }
});
