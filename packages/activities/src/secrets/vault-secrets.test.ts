import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { NodeError } from "@tempograph/nodes-sdk";
import { createCA, createCert } from "mkcert";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestServer } from "../test-kit/test-server.ts";
import { startVault, type TestVault } from "../test-kit/vault-server.ts";
import type { VaultLogin } from "./vault-client.ts";
import { vaultSecrets } from "./vault-secrets.ts";

const CANARY = "canary-7f31c2";
let vault: TestVault;
let role: { readonly roleId: string; readonly secretId: () => Promise<string> };

beforeAll(async () => {
  vault = await startVault();
  await vault.call("POST", "sys/mounts/secret", { type: "kv", options: { version: "2" } });
  // A new mount of version 2 answers 400 until it is ready.
  await vi.waitFor(async () => {
    const data = { token: CANARY, number: 7 };
    expect((await vault.call("POST", "secret/data/tempograph/main/crm", { data })).status).toBeLessThan(300);
  }, 10_000);
  await vault.call("POST", "secret/data/tempograph/billing/crm", { data: { token: "of billing" } });
  await vault.call("POST", "secret/data/tempograph/main/gone", { data: { token: CANARY } });
  await vault.call("DELETE", "secret/data/tempograph/main/gone");
  await vault.call("PUT", "sys/policies/acl/tempograph", {
    policy: 'path "secret/data/tempograph/main/*" { capabilities = ["read"] }',
  });
  await vault.call("POST", "sys/auth/approle", { type: "approle" });
  await vault.call("POST", "auth/approle/role/worker", { token_policies: ["tempograph"] });
  const roleId = await vault.call("GET", "auth/approle/role/worker/role-id");
  const secretId = await vault.call("POST", "auth/approle/role/worker/secret-id", {});
  role = {
    roleId: (roleId.json as { data: { role_id: string } }).data.role_id,
    secretId: () => Promise.resolve((secretId.json as { data: { secret_id: string } }).data.secret_id),
  };
});
afterAll(() => vault.close());

const read = (name: string, { login = role as VaultLogin, project = "main", address = vault.address } = {}) =>
  vaultSecrets({ address, login, mount: "secret", path: "tempograph/{project}" }).read({
    reference: `vault:${name}`,
    name,
    project,
  });

const errorOf = async (reading: Promise<string>): Promise<NodeError> =>
  await reading.then(
    () => expect.fail("should have failed"),
    (error: NodeError) => error,
  );

test.each([
  ["an AppRole", () => role],
  ["a token", () => ({ token: () => Promise.resolve(vault.rootToken) })],
])("a secret is read with %s", async (_, login) => {
  expect(await read("secret/tempograph/main/crm#token", { login: login() })).toBe(CANARY);
});

test.each([
  ["secret/tempograph/main/crm#nothing", "SECRET_NOT_FOUND", /no such field/],
  ["secret/tempograph/main/crm#number", "SECRET_NOT_FOUND", /not a text/],
  ["secret/tempograph/main/none#token", "SECRET_NOT_FOUND", /nothing at this path/],
  ["secret/tempograph/main/gone#token", "SECRET_NOT_FOUND", /nothing at this path/],
  // I13: the token could read it, but the installation gives each project its own path.
  ["secret/tempograph/billing/crm#token", "SECRET_NOT_ALLOWED", /outside/],
  ["secret/tempograph/mainly/crm#token", "SECRET_NOT_ALLOWED", /outside/],
  ["other/tempograph/main/crm#token", "SECRET_NOT_ALLOWED", /outside/],
  ["secret/tempograph/main/../billing/crm#token", "SECRET_REFERENCE_INVALID", /path/],
  ["secret/tempograph/main/..%2fbilling%2fcrm#token", "SECRET_REFERENCE_INVALID", /path/],
  ["secret/tempograph/main//crm#token", "SECRET_REFERENCE_INVALID", /path/],
  ["secret/tempograph/main/crm?version=1#token", "SECRET_REFERENCE_INVALID", /path/],
  ["secret/tempograph/main/crm", "SECRET_REFERENCE_INVALID", /path/],
  ["secret/tempograph/main/crm#a#b", "SECRET_REFERENCE_INVALID", /path/],
])("%s is refused for good, and the error names the reference", async (name, code, reason) => {
  const error = await errorOf(read(name, { login: { token: () => Promise.resolve(vault.rootToken) } }));
  expect(error).toMatchObject({ code, retryable: false, hint: expect.any(String) });
  expect(error.message).toMatch(reason);
  expect(error.message).toContain(`vault:${name}`);
  expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain(CANARY);
});

test("a policy that does not allow the path is told from a Vault that is away", async () => {
  expect(await errorOf(read("secret/tempograph/billing/crm#token", { project: "billing" }))).toMatchObject({
    code: "SECRET_STORE_REFUSED",
    retryable: false,
    details: { status: 403 },
  });
  expect(
    await errorOf(read("secret/tempograph/main/crm#token", { address: new URL("http://127.0.0.1:9") })),
  ).toMatchObject({ code: "SECRET_STORE_UNAVAILABLE", retryable: true });
});

test("a wrong secret id of the AppRole is refused, and does not appear in the error", async () => {
  const login = { roleId: role.roleId, secretId: () => Promise.resolve("wrong-secret-id") };
  const error = await errorOf(read("secret/tempograph/main/crm#token", { login }));
  expect(error).toMatchObject({ code: "SECRET_STORE_REFUSED", retryable: false });
  expect(error.message).not.toContain("wrong-secret-id");
});

test("the worker's own credential that cannot be read is an outage, not the reader's mistake", async () => {
  const login = { token: () => Promise.reject(new Error("ENOENT")) };
  expect(await errorOf(read("secret/tempograph/main/crm#token", { login }))).toMatchObject({
    code: "SECRET_STORE_UNAVAILABLE",
    retryable: true,
  });
});

test("attempts share one login, and a token that was revoked before its time is replaced", async () => {
  const seen: string[] = [];
  let logins = 0;
  const front = await startTestServer(({ method, url, headers, body }, response) => {
    const token = String(headers["x-vault-token"] ?? "");
    if (url.endsWith("/login")) logins += 1;
    else seen.push(token);
    void vault
      .call(method, url.slice("/v1/".length), body === "" ? undefined : (JSON.parse(body) as object), token)
      .then(({ status, json }) => response.writeHead(status).end(JSON.stringify(json)));
  });
  const provider = vaultSecrets({ address: new URL(front.url), login: role, mount: "secret", path: "tempograph/main" });
  const name = "secret/tempograph/main/crm#token";
  const readOnce = () => provider.read({ reference: `vault:${name}`, name, project: "main" });

  expect(await Promise.all([readOnce(), readOnce(), readOnce()])).toEqual([CANARY, CANARY, CANARY]);
  expect(logins).toBe(1);
  await vault.call("POST", "auth/token/revoke", { token: seen[0]! });
  expect(await Promise.all([readOnce(), readOnce()])).toEqual([CANARY, CANARY]);
  expect(logins).toBe(2);
  await front.close();
});

test.each([
  [429, "SECRET_STORE_UNAVAILABLE", true],
  [473, "SECRET_STORE_UNAVAILABLE", true],
  [503, "SECRET_STORE_UNAVAILABLE", true],
  [400, "SECRET_STORE_REFUSED", false],
  [307, "SECRET_STORE_REFUSED", false],
])("an answer %d is %s", async (status, code, retryable) => {
  const other = await startTestServer((_, response) => void response.end(JSON.stringify({ data: { data: {} } })));
  const server = await startTestServer((_, response) => void response.writeHead(status, { location: other.url }).end());
  const login = { token: () => Promise.resolve("t") };
  expect(
    await errorOf(read("secret/tempograph/main/crm#token", { login, address: new URL(server.url) })),
  ).toMatchObject({ code, retryable });
  // A redirect would take the token along.
  expect(other.requests).toEqual([]);
  await Promise.all([server.close(), other.close()]);
});

test("an answer that is too large is an outage, not a secret", async () => {
  const server = await startTestServer((_, response) => void response.end(" ".repeat(2 * 1024 * 1024)));
  const login = { token: () => Promise.resolve("t") };
  expect(
    await errorOf(read("secret/tempograph/main/crm#token", { login, address: new URL(server.url) })),
  ).toMatchObject({ code: "SECRET_STORE_UNAVAILABLE", message: expect.stringContaining("EXCEEDED") });
  await server.close();
});

test("a certificate of an own authority is accepted with its file only, and the namespace is sent", async () => {
  const ca = await createCA({ organization: "t", countryCode: "x", state: "x", locality: "x", validity: 1 });
  const { cert, key } = await createCert({ ca, domains: ["127.0.0.1"], validity: 1 });
  const namespaces: unknown[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    namespaces.push(request.headers["x-vault-namespace"]);
    response.end(JSON.stringify({ data: { data: { token: CANARY } } }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const options = {
    address: new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}`),
    login: { token: () => Promise.resolve("t") },
    namespace: "teams/a",
    mount: "secret",
    path: "p",
  };
  const request = { reference: "vault:secret/p/x#token", name: "secret/p/x#token", project: "main" };
  expect(await vaultSecrets({ ...options, ca: Buffer.from(ca.cert) }).read(request)).toBe(CANARY);
  expect(await errorOf(vaultSecrets(options).read(request))).toMatchObject({ code: "SECRET_STORE_UNAVAILABLE" });
  expect(namespaces).toEqual(["teams/a"]);
  server.closeAllConnections();
  server.close();
});
