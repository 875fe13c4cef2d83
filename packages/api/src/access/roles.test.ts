import { expect, test } from "vitest";
import { may, type Permission } from "./roles.ts";

const all: readonly Permission[] = ["workflows", "events", "steer", "decide", "audit", "installation"];

test.each<[readonly string[], readonly Permission[]]>([
  [["admin"], ["workflows", "events", "steer", "decide", "audit", "installation"]],
  [["editor"], ["workflows", "events"]],
  [["operator"], ["events", "steer", "decide"]],
  [["viewer"], []],
  [["finance"], ["decide"]],
  [["viewer", "finance"], ["decide"]],
  [
    ["editor", "operator"],
    ["workflows", "events", "steer", "decide"],
  ],
  // Names of properties that every object has are ordinary roles of one's own.
  [["constructor"], ["decide"]],
  [["__proto__"], ["decide"]],
  [[], []],
])("%j may %j", (roles, expected) => {
  expect(all.filter((permission) => may({ name: "kim", roles, project: "main" }, permission))).toEqual(expected);
});

test("an admin of another project than `main` is none of the installation", () => {
  const admin = { name: "kim", roles: ["admin"], project: "billing" };
  expect(all.filter((permission) => may(admin, permission))).toEqual(all.filter((one) => one !== "installation"));
});
