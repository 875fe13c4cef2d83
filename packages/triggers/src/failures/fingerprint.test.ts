import { expect, test } from "vitest";
import { fingerprintOf, type FailureKind } from "./fingerprint.ts";

const kind: FailureKind = {
  ...{ workflowId: "wf_a", path: "each[0]/call", code: "HTTP_STATUS" },
  message: 'POST https://crm.example.com/leads/17 answered 503: "Overloaded, id 01a20740-66bd-74a1-a61f-124ca12b86e7"',
};

test.each<[string, Partial<FailureKind>]>([
  ["another round of the loop", { path: "each[12]/call" }],
  ["another key of the loop", { path: 'each["a b"]/call' }],
  ["another path, number and text", { message: 'POST https://crm.example.com/x answered 502: "Away"' }],
])("%s has the same fingerprint", (_, change) => {
  expect(fingerprintOf({ ...kind, ...change })).toBe(fingerprintOf(kind));
});

test.each<[string, Partial<FailureKind>]>([
  ["another workflow", { workflowId: "wf_b" }],
  ["another step", { path: "each[0]/check" }],
  ["another code", { code: "TIMEOUT" }],
  ["another host", { message: kind.message!.replace("crm", "erp") }],
  ["another sentence", { message: "The name is missing." }],
  ["no message", { message: null }],
])("%s has another fingerprint", (_, change) => {
  expect(fingerprintOf({ ...kind, ...change })).not.toBe(fingerprintOf(kind));
});

test("a hostile message takes no longer than its length", () => {
  for (const message of [
    '"'.repeat(1_000),
    "a".repeat(1_000),
    "https://".repeat(125),
    "_".repeat(1_000),
    "'\"`".repeat(300),
  ])
    expect(fingerprintOf({ ...kind, message })).toMatch(/^[0-9a-f]{12}$/);
});
