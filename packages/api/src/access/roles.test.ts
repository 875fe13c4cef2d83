import { expect, test } from "vitest";
import { ANONYMOUS, type Principal } from "./principal.ts";
import { may, rolesThatMay, rolesToUse, type Permission } from "./roles.ts";

const all: readonly Permission[] = [
  "read",
  "payloads",
  "workflows",
  "events",
  "start",
  "steer",
  "state",
  "decide",
  "audit",
  "installation",
  "retention",
  "tokens",
  "connections",
  "secretReferences",
];

test.each<[readonly string[], readonly Permission[]]>([
  [["admin"], all],
  [["editor"], ["read", "payloads", "workflows", "events", "start", "state", "connections"]],
  [["operator"], ["read", "payloads", "events", "start", "steer", "state", "decide"]],
  [["viewer"], ["read"]],
  [["reader"], ["read", "payloads"]],
  [["sender"], ["events"]],
  [["approver"], ["read", "decide"]],
  [["finance"], ["read", "decide"]],
  [
    ["sender", "finance"],
    ["read", "events", "decide"],
  ],
  [
    ["editor", "operator"],
    ["read", "payloads", "workflows", "events", "start", "steer", "state", "decide", "connections"],
  ],
  // Names of properties that every object has are ordinary roles of one's own.
  [["constructor"], ["read", "decide"]],
  [["__proto__"], ["read", "decide"]],
  [[], []],
])("%j may %j", (roles, expected) => {
  expect(all.filter((permission) => may({ name: "kim", roles, project: "main" }, permission))).toEqual(expected);
});

test("an admin of another project than `main` is none of the installation", () => {
  const admin = { name: "kim", roles: ["admin"], project: "billing" };
  expect(all.filter((permission) => may(admin, permission))).toEqual(all.filter((one) => one !== "installation"));
});

test("operations that need no permission are open to every token, or to everybody", () => {
  const nobody: Principal = { name: "kim", roles: [], project: "main" };
  expect([may(nobody, "known"), may(nobody, "public")]).toEqual([true, true]);
  expect([may(ANONYMOUS, "known"), may(ANONYMOUS, "public")]).toEqual([false, true]);
  expect(rolesThatMay("payloads")).toEqual(["admin", "editor", "operator", "reader"]);
  expect(rolesToUse("payloads")).toBe("one of the roles admin, editor, operator, reader");
  expect(rolesToUse("audit")).toBe("the role admin");
});
