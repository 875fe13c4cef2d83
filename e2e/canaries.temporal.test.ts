import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCanaryFinder } from "./support/find-canaries.ts";
import { refusingMailServer, refusingPostgres, type RefusingServer } from "./support/refusing-servers.ts";
import { createWorkflow, startTestStack, type TestStack } from "./support/start-test-stack.ts";

// I10: every secret field of every connection type gets a canary. Executions use the connections against a service, and against a mail
// server, that repeat whatever they were sent; a database that does the same is tried out. Afterwards no canary is to be found anywhere: in
// no table, file of Temporal, history, log or answer. Payloads are not encrypted here, because a search of what is encrypted finds nothing.

const ROLES = ["admin", "editor", "operator", "viewer", "reader", "sender", "approver"];

interface ConnectionType {
  readonly type: string;
  readonly fields: {
    readonly properties: Readonly<Record<string, { readonly pattern?: string }>>;
    readonly required?: string[];
  };
  readonly secretFields: readonly string[];
  readonly authorizes: boolean;
  readonly signsIn?: boolean;
}

/** The plain fields that a type cannot do without. A new type with such fields gets a row here. */
const plainFields = (): Readonly<Record<string, object>> => {
  const oauth = {
    tokenUrl: `http://${host}/token`,
    authorizationUrl: `http://${host}/authorize`,
    clientId: "tempograph",
  };
  const { authorizationUrl: _, ...machine } = oauth;
  return {
    "http.header": { name: "X-Api-Key" },
    "http.basic": { user: "kim" },
    "http.query": { name: "api_key" },
    "oauth2.client_credentials": machine,
    "oauth2.authorization_code": oauth,
    smtp: { host: "127.0.0.1", port: mails.port, security: "none", user: "kim", from: "kim@example.com" },
    postgres: { host: "127.0.0.1", port: database.port, security: "none", database: "crm", user: "kim" },
  };
};

interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is what the test is about
  readonly body: any;
  readonly text: string;
}

let stack: TestStack;
let service: Server;
let host: string;
let mails: RefusingServer;
let database: RefusingServer;
const tokens = new Map<string, string>();
/** What the service was sent. */
const sent: string[] = [];

const canary = (): string => `Canary${randomBytes(15).toString("hex")}`;
const canaries: Record<string, string> = {};

/**
 * A secret of two canaries, so that half of a secret is found as well. Between them stand characters at which patterns for secrets end,
 * where the field may hold them.
 */
function secret(name: string, pattern?: string, between = ':;"&,/'): string {
  const halves = [canary(), canary()];
  halves.forEach((half, index) => (canaries[`${name}, half ${String(index + 1)}`] = half));
  return [between, ""].map((each) => halves.join(each)).find((each) => new RegExp(pattern ?? "", "u").test(each))!;
}

const accessToken = secret("access token", undefined, "~.-");
const refreshToken = secret("refresh token", undefined, "~.-");
const authorizationCode = secret("authorization code");

beforeAll(async () => {
  service = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { url = "", headers } = request;
      if (url === "/token") {
        const tokens = { access_token: accessToken, refresh_token: refreshToken };
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ ...tokens, token_type: "bearer", expires_in: 3_600 }));
        return;
      }
      const repeated = JSON.stringify({ url, headers, body });
      sent.push(repeated);
      const status = url.startsWith("/busy") ? 503 : url.startsWith("/no") ? 400 : 200;
      const inHeader = encodeURIComponent(repeated.slice(0, 2_000));
      response.writeHead(status, { "content-type": "application/json", "x-repeated": inHeader });
      response.end(JSON.stringify({ repeated, base64: Buffer.from(repeated).toString("base64"), headers }));
    });
  });
  await new Promise<void>((listens) => service.listen(0, "127.0.0.1", listens));
  host = `127.0.0.1:${String((service.address() as AddressInfo).port)}`;
  mails = await refusingMailServer((text) => sent.push(text));
  database = await refusingPostgres((text) => sent.push(text));
  const allowed = [host, ...[mails, database].map(({ port }) => `127.0.0.1:${String(port)}`)].join();
  const env = { TEMPOGRAPH_LOG_LEVEL: "trace", TEMPOGRAPH_PAYLOAD_ENCRYPTION: "off" };
  stack = await startTestStack({ ...env, TEMPOGRAPH_EGRESS_ALLOW: allowed }, env);
  for (const role of ROLES) {
    const { body } = await rest("POST", "/tokens", { name: role, roles: [role] });
    tokens.set(role, (body as { secret: string }).secret);
  }
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  service?.closeAllConnections();
  service?.close();
  mails?.close();
  database?.close();
}, 60_000);

async function rest(method: string, path: string, body?: unknown, role?: string): Promise<Answer> {
  const response = await fetch(stack.apiUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${role === undefined ? stack.token : tokens.get(role)!}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: /^[[{]/.test(text) ? JSON.parse(text) : text, text };
}

async function connect(type: ConnectionType): Promise<{ id: string; name: string }> {
  const name = type.type.replaceAll(".", "-");
  const secrets = Object.fromEntries(
    type.secretFields.map((field) => [field, secret(`${type.type}.${field}`, type.fields.properties[field]?.pattern)]),
  );
  const testUrl = "testUrl" in type.fields.properties ? { testUrl: `http://${host}/test` } : {};
  const { status, body, text } = await rest("POST", "/connections", {
    ...{ name, type: type.type, fields: { ...testUrl, ...plainFields()[type.type], ...secrets } },
    ...(type.authorizes && { allowedHosts: [host] }),
  });
  expect(status, `${type.type} needs further plain fields: add them to plainFields. ${text}`).toBe(201);
  return body as { id: string; name: string };
}

/** Signs in at the service as a browser would, up to the answer with which the service leads back. */
async function signIn(id: string): Promise<void> {
  const { status, body, text } = await rest("POST", `/connections/${id}/authorize`);
  expect(status, text).toBe(200);
  // Opening the address, as programs do that show what is behind it, does not use it up: a person follows the link on the page.
  expect((await fetch(body.url as string, { method: "HEAD" })).status).toBe(404);
  const [, link] = /href="([^"]+)"/.exec(await (await fetch(body.url as string)).text())!;
  const go = new URL(link!.replace("&amp;", "&"), body.url as string);
  const start = await fetch(go, { redirect: "manual" });
  expect(start.status, await start.text()).toBe(302);
  const page = new URL(start.headers.get("location")!);
  expect(page.searchParams.get("code_challenge_method")).toBe("S256");
  const answer = new URL(page.searchParams.get("redirect_uri")!);
  answer.searchParams.set("code", authorizationCode);
  answer.searchParams.set("state", page.searchParams.get("state")!);
  const cookie = start.headers.get("set-cookie")!.split(";")[0]!;
  // Another browser, or another state, gets nowhere; a ticket and an answer count once.
  expect((await fetch(go, { redirect: "manual" })).status).toBe(400);
  expect((await fetch(body.url as string)).status).toBe(400);
  expect((await fetch(answer)).status).toBe(400);
  expect((await fetch(`${answer.href}x`, { headers: { cookie } })).status).toBe(400);
  const finished = await fetch(answer, { headers: { cookie } });
  expect(finished.status, await finished.text()).toBe(200);
  expect((await fetch(answer, { headers: { cookie } })).status).toBe(400);
}

/** Larger than what Temporal gets itself, so that it is stored in Postgres. */
const large = (control: string): string => `${control}${"-".repeat(40_000)}`;

/** start ─▶ ok ─▶ busy (two attempts) ─error─▶ no (an incident) */
const graphOf = (connection: string) => {
  const call = (id: string, path: string, settings: object = {}, more: object = {}) => ({
    ...{ id, type: "http_call", settings },
    data: {
      method: "POST",
      url: `http://${host}/${path}`,
      body: { n: "{{ payload.n }}", id: "{{ execution.id }}", ...more },
      connection,
    },
  });
  const retry = { maximumAttempts: 2, initialInterval: "10ms" };
  return {
    nodes: [
      { id: "start", type: "start" },
      call("ok", "ok", {}, { large: "{{ payload.large }}" }),
      call("busy", "busy", { retry }),
      call("no", "no", { onError: "pause" }),
    ],
    edges: [
      { id: "a", source: "start", target: "ok" },
      { id: "b", source: "ok", target: "busy" },
      { id: "c", source: "busy", sourceHandle: "error", target: "no" },
    ],
  };
};

/** start ─▶ no (an incident) */
const mailGraphOf = (connection: string) => ({
  nodes: [
    { id: "start", type: "start" },
    {
      ...{ id: "no", type: "send_email", settings: { onError: "pause" } },
      data: { to: "ada@example.com", subject: "{{ payload.n }}", text: "{{ execution.id }}", connection },
    },
  ],
  edges: [{ id: "a", source: "start", target: "no" }],
});

const ended = (id: string) =>
  waitFor(async () => (await rest("GET", `/executions/${id}`)).body.mirrorOk !== null || undefined, {
    ...{ timeoutMs: 60_000, what: `${id} to end` },
  });

/** Waits until the last step of the latest execution is an incident after so many calls. */
const incident = (id: string, calls: number, called: () => number) =>
  waitFor(
    async () => {
      const { items } = (await rest("GET", `/executions/${id}/steps`)).body;
      const step = items.find(({ path }: { path: string }) => path === "no");
      return (step?.status === "incident" && called() === calls) || undefined;
    },
    { timeoutMs: 60_000, what: `the incident number ${String(calls)} of ${id}` },
  );

test("a secret of a connection is nowhere: neither in tables nor in Temporal's files, histories, logs or answers", async () => {
  const types = (await rest("GET", "/connection-types")).body as ConnectionType[];
  expect(types.length).toBeGreaterThanOrEqual(5);
  const control = canary();
  const answers: [place: string, text: string][] = [];
  const ask = async (method: string, path: string, body?: unknown, role?: string): Promise<void> => {
    answers.push([`${method} ${path} as ${role ?? "owner"}`, (await rest(method, path, body, role)).text]);
  };

  const executions: string[] = [];
  const paths = ["/connections", "/connection-types", "/node-types", "/audit?limit=200", "/workflows", "/executions"];
  for (const type of types) {
    const connection = await connect(type);
    paths.push(`/connections/${connection.id}`, `/connections/${connection.id}/usages`);
    if (type.signsIn === true) {
      const { body } = await rest("POST", `/node-types/http_call/run`, {
        data: { url: `http://${host}/no`, connection: connection.name },
      });
      expect(body.error.code).toBe("CONNECTION_SIGN_IN_NEEDED");
      expect((await rest("GET", `/connections/${connection.id}`)).body.problem).toBe("CONNECTION_SIGN_IN_NEEDED");
      await signIn(connection.id);
      expect((await rest("GET", `/connections/${connection.id}`)).body.problem).toBeNull();
    }
    await ask("POST", `/connections/${connection.id}/test`);
    const isMail = type.type === "smtp";
    if (!type.authorizes && !isMail) continue;
    const workflow = `uses.${connection.name}`;
    await createWorkflow(stack, workflow, (isMail ? mailGraphOf : graphOf)(connection.name));
    const mailsBefore = mails.refused();
    const { body: event } = await rest("POST", `/events?type=${workflow}`, { n: control, large: large(control) });
    const id = await waitFor(async () => {
      const { body } = await rest("GET", `/executions?event_id=${String(event.id)}`);
      return body.items[0]?.id as string | undefined;
    });
    executions.push(id);
    const called = (): number =>
      isMail
        ? mails.refused() - mailsBefore
        : sent.filter((each) => each.startsWith('{"url":"/no') && each.includes(id)).length;
    await incident(id, 1, called);
    await ask("POST", `/executions/${id}/incidents/retry`, { path: "no" });
    await incident(id, 2, called);
    await ask("POST", `/executions/${id}/incidents/fail`, { path: "no" });
    await ended(id);
    paths.push(...["", "/steps", "/history", "/logs"].map((what) => `/executions/${id}${what}`));
    const data = isMail
      ? { to: "ada@example.com", subject: "s", text: "t", connection: connection.name }
      : { url: `http://${host}/no`, connection: connection.name };
    await ask("POST", `/node-types/${isMail ? "send_email" : "http_call"}/run`, { data });
  }
  expect(executions.length).toBeGreaterThanOrEqual(5);
  // Every credential was really sent, and repeated.
  expect(sent.length).toBeGreaterThanOrEqual(executions.length * 6);
  for (const path of paths) for (const role of [undefined, ...ROLES]) await ask("GET", path, undefined, role);

  const finder = createCanaryFinder({ ...canaries, control, name: "uses.http-bearer" });
  for (const [place, text] of answers) finder.look(place, text);
  await finder.lookIntoTables(stack.databaseUrl);
  finder.lookIntoFiles(stack.dataDir);
  const found = finder.found();
  // What is no secret is found in all these places, so the search is able to find something.
  for (const place of [
    "control in events.data",
    "control in steps.input",
    "control in GET /executions/",
    "control in payload_blobs.",
    "control in the file temporal",
  ])
    expect(found.filter((each) => each.startsWith(place)).length, place).toBeGreaterThan(0);
  expect(found.filter((each) => !/^(control|name) in /.test(each))).toEqual([]);
}, 300_000);

test("the service got the credentials: the search would find them where they are", () => {
  const finder = createCanaryFinder(canaries);
  for (const each of sent) finder.look("a request", each);
  const inRequests = new Set(finder.found().map((each) => each.replace(/, half [12] in a request$/, "")));
  for (const name of [
    ...["http.bearer.token", "http.header.value", "http.basic.password", "http.query.value", "access token"],
    ...["smtp.password", "postgres.password"],
  ])
    expect([...inRequests], name).toContain(name);
});
