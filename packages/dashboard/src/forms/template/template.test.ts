import { expect, test } from "vitest";
import type { NameInScope, NodeScope } from "@tempograph/graph";
import { childrenAt, sampleText } from "./children.ts";
import { complete } from "./complete.ts";

const text = { type: "string" };
const names: readonly NameInScope[] = [
  { path: ["payload"], schema: true, isCertain: true },
  { path: ["event"], schema: { type: "object", properties: { id: text, type: text } }, isCertain: true },
  {
    path: ["steps", "call"],
    schema: { type: "object", properties: { status: { type: "integer", description: "HTTP status." }, body: {} } },
    isCertain: true,
  },
  { path: ["steps", "node-1"], schema: true, isCertain: true },
  { path: ["steps", "maybe"], schema: true, isCertain: false },
];
const sample: NodeScope = {
  payload: { lead: { name: "Ada", "first name": "A" } },
  steps: { call: { status: 200, body: { id: 9 } }, other: 1 },
};
const labels = (before: string) =>
  complete(before, { names, sample })
    ?.options.filter(({ kind }) => kind === "name")
    .map(({ label }) => label);

test("inside a template the names in scope are completed, with types and sample values", () => {
  expect(labels("Hi {{ ")).toEqual(["payload", "event", "steps"]);
  expect(labels("Hi {{ payload.lead.")).toEqual(["name", "first name"]);
  expect(labels("{{ steps.")).toEqual(["call", "node-1", "maybe"]);
  expect(labels("{{ 1 + steps.call.st")).toEqual(["status", "body"]);
  expect(labels("{{ steps.call.body.")).toEqual(["id"]);
  expect(labels("{{ event.")).toEqual(["id", "type"]);
  const status = complete("{{ steps.call.", { names, sample })?.options.find(({ label }) => label === "status");
  expect(status).toMatchObject({ detail: "number 200", info: "HTTP status.", apply: "status" });
  expect(complete("{{ steps.", { names, sample })?.options.find(({ label }) => label === "maybe")?.detail).toBe(
    "may be missing",
  );
});

test("the word before the cursor is replaced", () => {
  expect(complete("{{ payl", { names, sample })?.from).toBe(3);
  expect(complete("{{ steps.call.st", { names, sample })?.from).toBe(14);
  expect(complete("Hi {", { names, sample })).toMatchObject({ from: 3, options: [{ apply: "{{ payload }}" }, {}, {}] });
  expect(complete("{{ a }} b", { names, sample })?.from).toBe(9);
});

test("functions stand at the beginning of a value, methods behind a dot, with their docs", () => {
  const at = (before: string, label: string) =>
    complete(before, { names, sample })?.options.find((one) => one.label === label);
  expect(at("{{ ro", "round")).toMatchObject({ apply: "round(", kind: "function", info: expect.stringContaining("→") });
  expect(at("{{ payload.lead.name.up", "upper")).toMatchObject({ kind: "method" });
  expect(at('{{ "a".', "upper")).toMatchObject({ kind: "method" });
  expect(at("{{ upper(x).", "lower")).toMatchObject({ kind: "method" });
  expect(at("{{ payload.lead.name.up", "round")).toBeUndefined();
});

test("behind a dot the fields come first, and then only the methods that the value has", () => {
  const sampled = { ...sample, payload: { name: "Ada", tags: ["a"], total: 3, lead: { city: "Ulm" } } };
  const all = (before: string) => complete(before, { names, sample: sampled })?.options.map(({ label }) => label) ?? [];
  expect(all("{{ payload.").slice(0, 4)).toEqual(["name", "tags", "total", "lead"]);
  expect(all("{{ payload.")).toContain("keys");
  expect(all("{{ payload.tags.")).toEqual(expect.arrayContaining(["filter", "first", "size"]));
  for (const method of ["filter", "groupBy", "upper", "orValue", "getHours", "none"])
    expect(all("{{ payload."), method).not.toContain(method);
  expect(all("{{ payload.name.")).toContain("upper");
  expect(all("{{ payload.name.")).not.toContain("filter");
  expect(all("{{ payload.total.")).toEqual([]);
  expect(all("{{ payload.?name.")).toContain("orValue");
  expect(all("{{ optional.")).toEqual(["of", "none"]);
  // Nothing is known of what a call gives, nor of what no sample has.
  expect(all("{{ upper(x).")).toEqual(expect.arrayContaining(["lower", "first", "getHours"]));
  expect(all("{{ payload.other.")).toEqual(expect.arrayContaining(["upper", "first", "keys"]));
});

test("a step that is not in scope is not offered, even if the sample has its output", () => {
  expect(childrenAt(["steps"], names, sample).map(({ name }) => name)).toEqual(["call", "node-1", "maybe"]);
});

test("a large sample is shown by its beginning, without being written out", () => {
  const large = { text: "x".repeat(1_000_000), list: Array.from({ length: 100_000 }, (_, n) => ({ n })) };
  expect(sampleText("x".repeat(1_000_000))!.length).toBeLessThan(70);
  expect(sampleText(large.list)!.length).toBeLessThan(70);
});
