import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NodeError } from "@tempograph/nodes-sdk";
import { afterAll, expect, test } from "vitest";
import { createSecretResolver } from "./secret-resolver.ts";
import { readSecretProviders } from "./secrets-config.ts";

const folder = mkdtempSync(join(tmpdir(), "tempograph-secrets-"));
afterAll(() => rmSync(folder, { recursive: true }));
const put = (path: string, text: string) => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
};
put("main/crm", "of main\n");
put("main/two-lines", "a\nb\n");
put("main/large", "x".repeat(65_537));
put("billing/crm", "of billing");
put("outside", "outside");
// Kubernetes mounts a secret as a link to a folder beside it.
put("main/..data/token", "linked");
symlinkSync("..data/token", join(folder, "main/token"));
symlinkSync("../outside", join(folder, "main/escape"));
symlinkSync(folder, join(folder, "main/up"));

const resolve = createSecretResolver(
  readSecretProviders({
    TEMPOGRAPH_SECRETS_ENV_PREFIX: "SECRET_{project}_",
    TEMPOGRAPH_SECRETS_FOLDER: join(folder, "{project}"),
    SECRET_main_CRM: "env of main",
    SECRET_a_CRM: "env of a",
    SECRET_a_b_CRM: "env of a-b",
    SECRET_main_EMPTY: "",
    DATABASE_URL: "postgres://secret",
    HOME: "/root",
  }),
);
const read = async (from: string, project = "main") => (await resolve({ value: { from } }, project))["value"];

test("values are as stored, and references are read", async () => {
  const stored = { plain: "env:SECRET_main_CRM", from: { from: "env:SECRET_main_CRM" } };
  expect(await resolve(stored, "main")).toEqual({ plain: stored.plain, from: "env of main" });
});

test.each([
  ["env:SECRET_main_CRM", "main", "env of main"],
  ["env:SECRET_a_CRM", "a", "env of a"],
  ["env:SECRET_a_b_CRM", "a-b", "env of a-b"],
  ["file:crm", "main", "of main"],
  [`file:${folder}/main/crm`, "main", "of main"],
  ["file:crm", "billing", "of billing"],
  ["file:two-lines", "main", "a\nb"],
  ["file:token", "main", "linked"],
])("%s of the project %s is read", async (reference, project, value) => {
  expect(await read(reference, project)).toBe(value);
});

test.each([
  ["env:DATABASE_URL", "main", "SECRET_NOT_ALLOWED"],
  ["env:HOME", "main", "SECRET_NOT_ALLOWED"],
  ["env:SECRET_main_CRM", "billing", "SECRET_NOT_ALLOWED"],
  // The variables of the project a-b begin like those of the project a.
  ["env:SECRET_a_b_CRM", "a", "SECRET_NOT_ALLOWED"],
  ["env:SECRET_main_", "main", "SECRET_NOT_ALLOWED"],
  ["env:SECRET_main_EMPTY", "main", "SECRET_NOT_FOUND"],
  ["env:SECRET_main_OTHER", "main", "SECRET_NOT_FOUND"],
  ["file:none", "main", "SECRET_NOT_FOUND"],
  ["file:crm/more", "main", "SECRET_NOT_FOUND"],
  ["file:large", "main", "SECRET_NOT_FOUND"],
  ["file:..data", "main", "SECRET_NOT_FOUND"],
  ["file:.", "main", "SECRET_NOT_ALLOWED"],
  ["file:../billing/crm", "main", "SECRET_NOT_ALLOWED"],
  ["file:escape", "main", "SECRET_NOT_ALLOWED"],
  ["file:up/outside", "main", "SECRET_NOT_ALLOWED"],
  ["file:/etc/passwd", "main", "SECRET_NOT_ALLOWED"],
  ["file:/proc/self/environ", "main", "SECRET_NOT_ALLOWED"],
  ["vault:secret/x#y", "main", "SECRET_NOT_ALLOWED"],
  ["http://example.com", "main", "SECRET_NOT_ALLOWED"],
  ["constructor:x", "main", "SECRET_NOT_ALLOWED"],
  ["nothing", "main", "SECRET_NOT_ALLOWED"],
])("%s of the project %s is refused: %s", async (reference, project, code) => {
  const error: NodeError = await read(reference, project).then(
    () => expect.fail("should have failed"),
    (thrown: NodeError) => thrown,
  );
  expect(error).toMatchObject({ code, retryable: false, hint: expect.any(String), details: { reference } });
  expect(error.message).toContain(reference);
});

test("without a setting nothing can be read, and the error names the setting", async () => {
  const closed = createSecretResolver(readSecretProviders({ HOME: "/root", TEMPOGRAPH_SECRETS_FOLDER: "" }));
  for (const from of ["env:HOME", "file:/etc/passwd", "vault:secret/x#y"]) {
    await expect(closed({ value: { from } }, "main")).rejects.toMatchObject({
      code: "SECRET_NOT_ALLOWED",
      message: expect.stringMatching(/this worker has no TEMPOGRAPH_(SECRETS|VAULT)_/),
    });
  }
});

const VAULT = { TEMPOGRAPH_VAULT_ADDR: "https://vault.example:8200", TEMPOGRAPH_VAULT_PATH: "tempograph/{project}" };
test.each([
  [{ TEMPOGRAPH_SECRETS_ENV_PREFIX: "" }, undefined],
  [{ TEMPOGRAPH_SECRETS_ENV_PREFIX: "secret" }, /ENV_PREFIX/],
  [{ TEMPOGRAPH_SECRETS_FOLDER: "secrets" }, /whole path/],
  [{ ...VAULT, TEMPOGRAPH_VAULT_TOKEN: "t" }, undefined],
  [{ ...VAULT, TEMPOGRAPH_VAULT_ROLE_ID: "r", TEMPOGRAPH_VAULT_SECRET_ID_FILE: "/f" }, undefined],
  [VAULT, /one way to log in/],
  [{ ...VAULT, TEMPOGRAPH_VAULT_TOKEN: "t", TEMPOGRAPH_VAULT_ROLE_ID: "r" }, /one way to log in/],
  [{ ...VAULT, TEMPOGRAPH_VAULT_TOKEN: "t", TEMPOGRAPH_VAULT_TOKEN_FILE: "/f" }, /not both/],
  [{ ...VAULT, TEMPOGRAPH_VAULT_TOKEN: "t", TEMPOGRAPH_VAULT_PATH: "" }, /needs TEMPOGRAPH_VAULT_PATH/],
  [{ ...VAULT, TEMPOGRAPH_VAULT_TOKEN: "t", TEMPOGRAPH_VAULT_PATH: "a/../b" }, /TEMPOGRAPH_VAULT_PATH/],
  [{ ...VAULT, TEMPOGRAPH_VAULT_TOKEN: "t", TEMPOGRAPH_VAULT_ADDR: "http://vault.example" }, /https/],
  [{ ...VAULT, TEMPOGRAPH_VAULT_TOKEN: "t", TEMPOGRAPH_VAULT_ADDR: "http://127.0.0.1:8200" }, undefined],
])("settings %j: %s", (env, problem) => {
  if (problem === undefined) expect(() => readSecretProviders(env)).not.toThrow();
  else expect(() => readSecretProviders(env)).toThrow(problem);
});
