import { jsonb, loadMasterKeys, openSecrets, findStepConnection, type Database } from "@tempograph/db";
import type { NodeTypeManifest } from "@tempograph/graph";
import { waitFor } from "@tempograph/testing";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectionTypes } from "../../test-kit/connection-types.ts";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

const keysFolder = mkdtempSync(join(tmpdir(), "tempograph-keys-"));
const masterKeys = await loadMasterKeys({}, keysFolder, () => undefined);
let api: TestApi;

const [bearer, smtp] = connectionTypes;
const crmGet: NodeTypeManifest = {
  ...{ type: "crm_get", title: "Get", description: "Gets.", runs: "activity", ports: ["out"], idempotent: true },
  pack: bearer.pack,
  input: { type: "object", properties: { connection: { type: "string" } }, additionalProperties: false },
  connections: ["http.bearer"],
};

beforeAll(async () => {
  api = await startTestApi({
    masterKeys: { file: join(keysFolder, "keys", "master-keys.json") },
    tokens: { ed: ["editor"], op: ["operator"], "kim@billing": ["admin"] },
  });
  for (const type of connectionTypes)
    await api.db
      .insertInto("connection_types")
      .values({ type: type.type, manifest: jsonb(type) as never })
      .execute();
  await api.db
    .insertInto("node_types")
    .values({ type: crmGet.type, manifest: jsonb(crmGet) })
    .execute();
});
afterAll(async () => {
  await api.stop();
  rmSync(keysFolder, { recursive: true });
});

const create = (body: object, as: Pick<TestApi, "request"> = api.as("ed")) => as.request("POST", "/connections", body);
const update = (id: string, body: object) => api.as("ed").request("PUT", `/connections/${id}`, body);
const hosts = { allowedHosts: ["api.acme.com"] };
const token = () => `canary-${randomBytes(8).toString("hex")}`;
const secretsOf = async (project: string, name: string) => {
  const row = await findStepConnection(api.db, { project }, name);
  return row && openSecrets(masterKeys, row, row);
};

test("what is written as secret is stored encrypted, and appears in no answer, row or audit entry", async () => {
  const secret = token();
  const fields = { token: secret, testUrl: "https://api.acme.com/me" };
  const made = await create({ name: "crm", type: "http.bearer", fields, ...hosts, description: "The CRM." });
  expect(made).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^con_/) } });
  expect(made.headers.get("location")).toBe(`/connections/${made.body.id}`);
  expect(made.body).toEqual({
    ...{
      id: made.body.id,
      name: "crm",
      type: "http.bearer",
      description: "The CRM.",
      usableBy: null,
      problem: null,
      revision: 1,
      project: "main",
    },
    ...{ fields: { testUrl: fields.testUrl }, secretFields: ["token"], ...hosts },
    ...{ createdBy: "ed", updatedBy: "ed", createdAt: expect.any(String), updatedAt: expect.any(String) },
  });
  expect(await secretsOf("main", "crm")).toEqual({ token: secret });
  const answers = [
    made.body,
    (await api.request("GET", `/connections/${made.body.id}`)).body,
    (await api.request("GET", "/connections")).body,
    (await api.graphql(`{ connections(first: 9) { nodes { id name fields secretFields allowedHosts } totalCount } }`))
      .body,
    (await api.request("GET", "/audit")).body,
    await api.db.selectFrom("audit_log").selectAll().execute(),
    await api.db.selectFrom("connections").selectAll().execute(),
  ];
  expect(JSON.stringify(answers[3])).toContain('"name":"crm"');
  expect(JSON.stringify(answers[4])).toContain("[kept with the connection]");
  const everything = JSON.stringify(answers, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  for (const form of [secret, Buffer.from(secret).toString("base64").slice(0, 16), Buffer.from(secret).toString("hex")])
    expect(everything).not.toContain(form);
});

test.each<[string, object, number, object]>([
  ["a name with a slash", { name: "a/b" }, 400, { path: "/name" }],
  ["a name that is taken", { name: "crm" }, 409, { code: "CONNECTION_EXISTS" }],
  ["an unknown type", { type: "nope" }, 404, { code: "NOT_FOUND", path: "/type" }],
  ["no hosts", { allowedHosts: undefined }, 400, { path: "/allowedHosts" }],
  ["an empty list of hosts", { allowedHosts: [] }, 400, { path: "/allowedHosts" }],
  ["a host with another scheme", { allowedHosts: ["ftp://ok.example"] }, 400, { path: "/allowedHosts/0" }],
  ["a host with a path", { allowedHosts: ["ok.example", "x.example/y"] }, 400, { path: "/allowedHosts/1" }],
  ["a port that is none", { allowedHosts: ["api.example.com:99999"] }, 400, { path: "/allowedHosts/0" }],
  ["a network that is none", { allowedHosts: ["https://1.2.3.4/129"] }, 400, { path: "/allowedHosts/0" }],
  ["every host and another one", { allowedHosts: ["*", "ok.example"] }, 400, { path: "/allowedHosts/0" }],
  ["a workflow that is not there", { usableBy: ["wf_nope"] }, 400, { path: "/usableBy/0" }],
  ["fields that are a list", { fields: [] }, 400, { path: "/fields" }],
  ["a field that the type does not have", { fields: { token: "t", tokn: "x" } }, 400, { path: "/fields/tokn" }],
  ["a secret that is missing", { fields: {} }, 400, { path: "/fields" }],
  ["too many bytes", { fields: { token: "t".repeat(70_000) } }, 400, { path: "/fields" }],
])("%s is refused", async (_, change, status, error) => {
  const answer = await create({ name: "other", type: "http.bearer", fields: { token: "t" }, ...hosts, ...change });
  expect(answer).toMatchObject({ status, body: error });
  expect((await api.request("GET", "/connections")).body.items).toHaveLength(1);
});

test("no error quotes a secret that does not fit", async () => {
  const one = await create({ name: "other", type: "http.bearer", fields: { token: "canary with spaces" }, ...hosts });
  const two = await create({ name: "other", type: "smtp", fields: { host: "c", password: "canary-3" } });
  for (const { status, body } of [one, two]) {
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toContain("canary");
  }
  expect(JSON.stringify(two.body.problems)).toContain("/fields/host");
  // The type's description of the field says what fits.
  expect(one.body.hint).toMatch(/^The token, without spaces/);
});

test("a request that is sent again makes one connection; another one under its name is refused", async () => {
  const body = { name: "again", type: "http.bearer", fields: { token: token() }, ...hosts };
  const [first, second] = await Promise.all([create(body), create(body)]);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  const taken = { status: 409, body: { code: "CONNECTION_EXISTS" } };
  for (const other of [{ fields: { token: token() } }, { description: "x" }, { allowedHosts: ["*"] }])
    expect(await create({ ...body, ...other })).toMatchObject(taken);
  expect(await create(body, api)).toMatchObject(taken);
  await update(first.body.id, { description: "changed" });
  expect(await create(body)).toMatchObject(taken);
  expect((await api.request("DELETE", `/connections/${first.body.id}`)).status).toBe(204);
});

test("connections of one project are unknown in another", async () => {
  const { id } = (await api.request("GET", "/connections")).body.items[0];
  const other = api.as("kim@billing");
  expect((await other.request("GET", "/connections")).body.items).toEqual([]);
  for (const [method, path, body] of [
    ["GET", `/connections/${id}`, undefined],
    ["PUT", `/connections/${id}`, { description: "mine" }],
    ["DELETE", `/connections/${id}`, undefined],
    ["POST", `/connections/${id}/test`, {}],
    ["GET", `/connections/${id}/usages`, undefined],
  ] as const)
    expect((await other.request(method, path, body)).status, `${method} ${path}`).toBe(404);
  expect(await create({ name: "crm", type: "smtp", fields: { host: "a" } }, other)).toMatchObject({ status: 201 });
});

test("a change keeps what it does not name, and a stale one is refused", async () => {
  const secret = token();
  const { body } = await create({ name: "change", type: "http.bearer", fields: { token: secret }, ...hosts });
  expect(await update(body.id, { description: "New." })).toMatchObject({
    status: 200,
    body: { description: "New.", revision: 2, ...hosts, secretFields: ["token"] },
  });
  expect(await secretsOf("main", "change")).toEqual({ token: secret });
  expect(await update(body.id, { revision: 1, description: "Newer." })).toMatchObject({
    status: 409,
    body: { code: "REVISION_CONFLICT" },
  });
  const next = token();
  expect(await update(body.id, { revision: 2, fields: { token: next } })).toMatchObject({ body: { revision: 3 } });
  expect(await secretsOf("main", "change")).toEqual({ token: next });
});

test("only somebody who knows the secrets can let them reach more hosts or workflows", async () => {
  const workflow = await api.request("POST", "/workflows", {
    name: "w",
    graph: { nodes: [{ id: "start", type: "start" }], edges: [] },
    publish: false,
  });
  const wide = { allowedHosts: ["api.acme.com", "eu.acme.com"], usableBy: [workflow.body.id] };
  const fields = { token: token() };
  const { body } = await create({ name: "narrow", type: "http.bearer", fields, ...wide });
  for (const [path, change] of [
    ["/allowedHosts", { allowedHosts: ["*"] }],
    ["/allowedHosts", { allowedHosts: ["api.acme.com", "evil.example"] }],
    ["/allowedHosts", { allowedHosts: ["http://api.acme.com"] }],
    ["/allowedHosts", { allowedHosts: ["api.acme.com:8443"] }],
    ["/usableBy", { usableBy: ["*"] }],
  ] as const)
    expect(await update(body.id, change)).toMatchObject({
      status: 422,
      body: { code: "CONNECTION_SECRETS_NEEDED", path },
    });
  expect(await update(body.id, { allowedHosts: ["api.acme.com"], usableBy: [] })).toMatchObject({
    body: { allowedHosts: ["api.acme.com"], usableBy: [] },
  });
  expect(await update(body.id, { allowedHosts: ["*"], usableBy: ["*"], fields })).toMatchObject({
    body: { allowedHosts: null, usableBy: null },
  });
  expect(await update(body.id, { allowedHosts: ["HTTP://api.acme.com"] })).toMatchObject({
    body: { code: "CONNECTION_SECRETS_NEEDED", path: "/allowedHosts" },
  });
});

test("only an admin may write where a secret is kept, because whoever does that need not know the secret", async () => {
  const kept = { token: { from: "vault:secret/tempograph/main/crm#token" } };
  const body = { name: "kept", type: "http.bearer", fields: kept, ...hosts };
  const refused = { status: 403, body: { code: "FORBIDDEN", path: "/fields/token" } };
  expect(await create({ ...body, allowedHosts: ["evil.example"] })).toMatchObject(refused);
  expect(await create({ ...body, name: "typo", fields: { token: { from: "$TOKEN" } } }, api)).toMatchObject({
    status: 400,
    body: { path: "/fields/token/from", hint: expect.stringContaining("`env:`") },
  });
  const { id } = (await create(body, api)).body;
  expect(id).toMatch(/^con_/);
  expect(await update(id, { fields: kept, allowedHosts: ["evil.example"] })).toMatchObject(refused);
  // An editor may replace it by a secret that the editor knows, and narrow it.
  expect(await update(id, { description: "CRM", allowedHosts: hosts.allowedHosts })).toMatchObject({ status: 200 });
  expect(await secretsOf("main", "kept")).toEqual(kept);
  const own = { token: token() };
  expect(await update(id, { fields: own, allowedHosts: ["evil.example"] })).toMatchObject({ status: 200 });
  expect(await secretsOf("main", "kept")).toEqual(own);
  expect((await api.request("GET", "/audit?action=connectionCreate&limit=1")).body.items[0].outcome).toBe("ok");
  expect(JSON.stringify((await api.request("GET", "/audit?actor=ed")).body)).toContain('"outcome":"FORBIDDEN"');
});

const graphWith = (connection: unknown) => ({
  nodes: [
    { id: "start", type: "start" },
    { id: "get", type: "crm_get", data: { connection } },
  ],
  edges: [{ source: "start", target: "get" }],
});

test("a draft may name a connection that is not there; publishing is refused, and a connection in use is not deleted", async () => {
  const graph = graphWith("later");
  const draft = await api.request("POST", "/workflows", { name: "uses", graph, publish: false });
  expect(draft).toMatchObject({ status: 201, body: { problems: [{ code: "CONNECTION_UNKNOWN", severity: "error" }] } });
  const publish = () => api.request("PUT", `/workflows/${draft.body.id}`, { graph });
  expect(await publish()).toMatchObject({ status: 422, body: { problems: [{ code: "CONNECTION_UNKNOWN" }] } });
  const checked = await api.request("POST", "/workflows/validate", { graph: graphWith("crm") });
  expect(checked.body).toMatchObject({ publishable: true });

  const { id } = (await create({ name: "later", type: "http.bearer", fields: { token: token() }, ...hosts })).body;
  expect(await publish()).toMatchObject({ status: 200 });
  const usages = await api.request("GET", `/connections/${id}/usages`);
  const use = { workflowId: draft.body.id, workflowName: "uses", nodeId: "get" };
  expect(usages.body).toEqual([
    { ...use, version: 1 },
    { ...use, version: null },
  ]);
  const remove = () => api.as("ed").request("DELETE", `/connections/${id}`);
  expect(await remove()).toMatchObject({ status: 409, body: { code: "CONNECTION_IN_USE" } });
  await api.request("PUT", `/workflows/${draft.body.id}`, { graph: graphWith("crm") });
  // A lookup of a trigger names it too.
  const lookup = { node: "crm_get", as: "crm" };
  const looksUp = (connection: string) => ({
    triggers: [
      {
        id: "t",
        eventType: "a",
        condition: "{{ lookup.crm.status == 200 }}",
        when: { lookup: { ...lookup, input: { connection } } },
      },
    ],
  });
  const save = (triggers: object) => api.request("PUT", `/workflows/${draft.body.id}`, { ...triggers, publish: true });
  expect((await save(looksUp("latr"))).body).toMatchObject({
    problems: [
      {
        code: "CONNECTION_UNKNOWN",
        path: "/triggers/0/when/lookup/input/connection",
        hint: expect.stringContaining('"later"'),
      },
    ],
  });
  expect(await save(looksUp("later"))).toMatchObject({ status: 200 });
  expect((await api.request("GET", `/connections/${id}/usages`)).body).toMatchObject([{ nodeId: "t" }]);
  expect(await remove()).toMatchObject({ status: 409, body: { code: "CONNECTION_IN_USE" } });
  await save({ triggers: [] });
  expect(await remove()).toMatchObject({ status: 204 });
  expect((await api.request("GET", `/connections/${id}`)).status).toBe(404);
});

test("an older version is published again only if what it names is still there", async () => {
  const made = await create({ name: "gone", type: "http.bearer", fields: { token: token() }, ...hosts });
  const { id } = (await api.request("POST", "/workflows", { name: "back", graph: graphWith("gone") })).body;
  const back = () => api.request("POST", `/workflows/${id}/publish`, { version: 1 });
  await api.request("PUT", `/workflows/${id}`, { graph: graphWith("crm") });
  expect(await back()).toMatchObject({ status: 200, body: { publishedVersion: 1 } });
  await api.request("POST", `/workflows/${id}/publish`, {});
  await update(made.body.id, { usableBy: [] });
  expect(await back()).toMatchObject({ status: 422, body: { problems: [{ code: "CONNECTION_NOT_ALLOWED" }] } });
  expect((await api.request("DELETE", `/connections/${made.body.id}`)).status).toBe(204);
  expect(await back()).toMatchObject({ status: 422, body: { problems: [{ code: "CONNECTION_UNKNOWN" }] } });
  expect((await api.request("GET", `/workflows/${id}`)).body.publishedVersion).toBe(2);
});

test("a connection is not deleted while a version that names it is being published, nor the other way round", async () => {
  const made = await create({ name: "race", type: "http.bearer", fields: { token: token() }, ...hosts });
  const { id } = (await api.request("POST", "/workflows", { name: "racing", graph: graphWith("race") })).body;
  await api.request("PUT", `/workflows/${id}`, { graph: graphWith("crm") });
  const isWaiting = async () => {
    const waiting = api.db.selectFrom("pg_locks" as "events").where("granted" as "id", "=", false as never);
    return (await waiting.select("pid" as "id").execute()).length > 0;
  };
  const locked = (kind: "forShare" | "forUpdate", work: (tx: Database) => Promise<unknown>, other: () => unknown) =>
    api.db.transaction().execute(async (tx) => {
      await tx.selectFrom("connections").select("id").where("name", "=", "race")[kind]().execute();
      const answer = other();
      await waitFor(isWaiting);
      await work(tx);
      return { answer };
    });
  const workflow = (tx: Database) => tx.updateTable("workflows").where("id", "=", id);
  const deleting = await locked(
    "forShare",
    (tx) => workflow(tx).set({ published_version: 1 }).execute(),
    () => api.request("DELETE", `/connections/${made.body.id}`),
  );
  expect(await deleting.answer).toMatchObject({ status: 409, body: { code: "CONNECTION_IN_USE" } });
  await workflow(api.db).set({ published_version: 2 }).execute();
  const publishing = await locked(
    "forUpdate",
    (tx) => tx.deleteFrom("connections").where("name", "=", "race").execute(),
    () => api.request("POST", `/workflows/${id}/publish`, { version: 1 }),
  );
  expect(await publishing.answer).toMatchObject({ status: 422, body: { problems: [{ code: "CONNECTION_UNKNOWN" }] } });
});

test("a connection for other workflows cannot be published here", async () => {
  const made = await create({
    name: "private",
    type: "http.bearer",
    fields: { token: token() },
    ...hosts,
    usableBy: [],
  });
  expect(made.status).toBe(201);
  expect(await api.request("POST", "/workflows", { name: "thief", graph: graphWith("private") })).toMatchObject({
    status: 422,
    body: { problems: [{ code: "CONNECTION_NOT_ALLOWED", path: "/graph/nodes/1/data/connection" }] },
  });
});

test("the types tell forms what to ask, and node types which connections they take", async () => {
  const types = (await api.as("op").request("GET", "/connection-types")).body;
  expect(types).toMatchObject([bearer, smtp]);
  const { body } = await api.graphql(
    `{ nodeTypes { type connections needsConnection } connectionTypes { type secretFields fields } }`,
  );
  expect(body.data.nodeTypes).toContainEqual({ type: "crm_get", connections: ["http.bearer"], needsConnection: null });
  expect(body.data.connectionTypes).toHaveLength(2);
});

test("the secrets are in the backup of the key, not in that of the database: without the key they cannot be opened", async () => {
  const row = await findStepConnection(api.db, { project: "main" }, "crm");
  const other = await loadMasterKeys({}, mkdtempSync(join(keysFolder, "other-")), () => undefined);
  expect(() => openSecrets(other, row!, row!)).toThrow(/do not contain the key/);
});
