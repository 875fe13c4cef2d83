import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { anyJson } from "./any-json.ts";
import { defineNode } from "./define-node.ts";
import { defineNodePack } from "./define-node-pack.ts";
import { inputSchemaOf } from "./json-schema.ts";
import { manifestOf } from "./manifest-of.ts";
import { port } from "./port.ts";

const valid = {
  type: "score_lead",
  title: "Score a lead",
  description: "Gives a lead a score.",
  input: z.object({ title: z.string().describe("Job title"), weight: z.number().default(2) }),
  output: z.object({ score: z.number() }),
  execute: () => ({ score: 1 }),
};

test("a definition gets its defaults and is frozen", () => {
  const node = defineNode(valid);
  expect(node.ports).toEqual(["out"]);
  expect(node.idempotent).toBe(false);
  expect(Object.isFrozen(node)).toBe(true);
});

test("anyJson takes JSON of any shape, and keeps fields that are called __proto__; the field has to be there", () => {
  const schema = z.object({ data: anyJson, more: anyJson.optional() });
  const text = '{"data":{"__proto__":[{"__proto__":null}]}}';
  expect(JSON.stringify(schema.parse(JSON.parse(text)))).toBe(text);
  expect(schema.safeParse({}).error?.issues).toMatchObject([{ path: ["data"], message: "Required" }]);
  const any = { type: ["string", "number", "boolean", "null", "array", "object"] };
  expect(inputSchemaOf(schema)).toMatchObject({ properties: { data: any, more: any }, required: ["data"] });
});

test("execute is typed by the schemas", () => {
  defineNode({
    ...valid,
    ports: ["hot", "cold"],
    execute(ctx, input) {
      expectTypeOf(input).toEqualTypeOf<{ title: string; weight: number }>();
      expectTypeOf(ctx.idempotencyKey).toEqualTypeOf<string>();
      return input.weight > 1 ? port("hot", { score: 2 }) : port("cold", { score: 1 });
    },
  });
  // @ts-expect-error the output does not fit its schema
  defineNode({ ...valid, execute: () => ({ score: "high" }) });
  // @ts-expect-error there is no such port
  defineNode({ ...valid, ports: ["hot"], execute: () => port("warm", { score: 1 }) });
});

test.each([
  ["a type in camelCase", { type: "scoreLead" }, /snake_case/],
  ["a type with a trailing underscore", { type: "score_" }, /snake_case/],
  ["a type of one letter", { type: "s" }, /2 to 64/],
  ["a reserved type", { type: "branch" }, /reserved.*my_branch/],
  ["Temporal's fallback name", { type: "default" }, /reserved/],
  ["no title", { title: " " }, /`title` is missing/],
  ["an input that is no schema", { input: { title: "string" } }, /zod 4/],
  ["an input that is no object", { input: z.string() }, /z\.object/],
  ["an input that JSON has not", { input: z.object({ at: z.date() }) }, /JSON Schema.*z\.iso\.datetime/],
  ["no ports", { ports: [] }, /leave it out/],
  ["the port error", { ports: ["out", "error"] }, /throw a NodeError/],
  ["a port twice", { ports: ["a", "a"] }, /twice/],
  ["a word for idempotent", { idempotent: "yes" }, /idempotent/],
  ["a retry interval that is not a duration", { retry: { initialInterval: "soon" } }, /retry\.initialInterval/],
  ["an example that does not fit", { example: { title: 3 } }, /`example`.*at title/],
  ["a sentence with a field that the input has not", { sentence: "score {lead}" }, /`sentence` names the field "lead"/],
  ["a sentence that cannot be read", { sentence: ["score {title}", "score {"] }, /`sentence`.*cannot be read/],
  ["no execute", { execute: undefined }, /`execute`/],
])("%s is refused with a hint", (_, change, message) => {
  expect(() => defineNode({ ...valid, ...change } as never)).toThrow(message);
});

test("all problems are reported at once", () => {
  expect(() => defineNode({ ...valid, type: "X", title: "" })).toThrow(/`type`.*`title`/);
});

test("the manifest carries JSON Schemas; a field with a default may be left out", () => {
  const node = defineNode({
    ...valid,
    idempotent: { when: true },
    example: { title: "CEO" },
    retry: { maximumAttempts: 5 },
  });
  const manifest = manifestOf(node, { name: "@acme/nodes", version: "1.2.3" });
  expect(manifest).toMatchObject({
    type: "score_lead",
    runs: "activity",
    ports: ["out"],
    idempotent: { when: true },
    pack: { name: "@acme/nodes", version: "1.2.3" },
    retry: { maximumAttempts: 5 },
    example: { title: "CEO" },
    input: {
      type: "object",
      required: ["title"],
      properties: { title: { description: "Job title" }, weight: { default: 2 } },
    },
    output: { type: "object", required: ["score"] },
  });
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
});

test("a pack refuses a value that is not a node, and a type that is listed twice", () => {
  const node = defineNode(valid);
  expect(() => defineNodePack({ name: "p", version: "1", nodes: [node, node] })).toThrow(
    /"score_lead" is listed twice/,
  );
  expect(() => defineNodePack({ name: "p", version: "1", nodes: [{} as never] })).toThrow(/nodes\[0\] is no node/);
  expect(() => defineNodePack({ name: "", version: "1", nodes: [] })).toThrow(/`name` is missing/);
  expect(defineNodePack({ name: "p", version: "1", nodes: [node] }).nodes).toEqual([node]);
});
