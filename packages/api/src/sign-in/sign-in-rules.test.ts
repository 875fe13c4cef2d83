import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { callerOf, readSignInRules } from "./sign-in-rules.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tempograph-rules-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const rules = [
  { claim: "groups", value: "ops", roles: ["operator"], project: "main" },
  { claim: "groups", value: "money", roles: ["finance", "operator"], project: "main" },
  { claim: "groups", value: "sales", roles: ["viewer"], project: "sales" },
  { claim: "email", value: "root@example.com", roles: ["admin"], project: "main" },
];
const kim = { email: "kim@example.com", email_verified: true };

test.each([
  [{ ...kim, groups: ["ops"] }, ["operator"], "main"],
  [{ ...kim, groups: "ops" }, ["operator"], "main"],
  [{ ...kim, groups: ["money", "ops"] }, ["operator", "finance"], "main"],
  [{ ...kim, groups: ["sales"] }, ["viewer"], "sales"],
  // The first rule that fits decides the project, and rules of other projects give nothing.
  [{ ...kim, groups: ["sales", "ops"] }, ["operator"], "main"],
  [{ ...kim, email: "root@example.com" }, ["admin"], "main"],
])("%j gets its roles and its project from the rules that fit", (claims, roles, project) => {
  expect(callerOf(claims, rules, "email")).toEqual({ caller: { name: claims.email, roles, project } });
});

test.each([
  ["no rule fits", { ...kim, groups: ["others"] }],
  ["no claim", kim],
  ["a group that only contains the value", { ...kim, groups: ["devops"] }],
  ["an address that nobody verified", { email: "root@example.com", groups: ["ops"] }],
  ["an address that is said to be unverified", { email: "root@example.com", email_verified: false, groups: ["ops"] }],
  ["the owner's name", { email: "owner", email_verified: true, groups: ["ops"] }],
  ["a name that cannot stand in approvals", { email: "kim lee", email_verified: true, groups: ["ops"] }],
  ["no name", { email_verified: true, groups: ["ops"] }],
])("refused: %s", (_what, claims) => {
  expect(callerOf(claims, rules, "email")).toEqual({ refused: expect.any(String), hint: expect.any(String) });
});

test.each([
  ["not JSON", "{"],
  ["no list", "{}"],
  ["an unknown field", JSON.stringify([{ ...rules[0], role: "admin" }])],
  ["no roles", JSON.stringify([{ ...rules[0], roles: [] }])],
  ["a role that cannot be one", JSON.stringify([{ ...rules[0], roles: ["a b"] }])],
])("a file with %s is refused and named", async (_what, text) => {
  const path = join(dir, "rules.json");
  await writeFile(path, text, { mode: 0o644 });
  await expect(readSignInRules(path)).rejects.toThrow(path);
});

test("a file that other users may write is refused, because its rules decide who is an admin", async () => {
  const path = join(dir, "rules.json");
  await writeFile(path, JSON.stringify(rules), { mode: 0o644 });
  expect(await readSignInRules(path)).toEqual(rules);
  await chmod(path, 0o664);
  await expect(readSignInRules(path)).rejects.toThrow("chmod go-w");
  await rm(path);
  await expect(readSignInRules(path)).rejects.toThrow("ENOENT");
});

test("a rule about an email address holds only if the provider has verified the address", () => {
  const rules = [{ claim: "email", value: "kim@example.com", roles: ["admin"], project: "main" }];
  const claims = { sub: "u1", email: "kim@example.com", email_verified: false };
  expect(callerOf(claims, rules, "sub")).toMatchObject({ refused: "No rule gives this person a role." });
  expect(callerOf({ ...claims, email_verified: true }, rules, "sub")).toMatchObject({ caller: { roles: ["admin"] } });
});
