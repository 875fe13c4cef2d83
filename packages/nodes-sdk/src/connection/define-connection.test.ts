import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineNode } from "../define/define-node.ts";
import { defineNodePack } from "../define/define-node-pack.ts";
import { manifestOf } from "../define/manifest-of.ts";
import { connectionTypeManifest } from "./connection-type-manifest.ts";
import { defineConnection } from "./define-connection.ts";
import { secretField, secretFieldsOf } from "./secret-field.ts";

const fields = z.object({ user: z.string(), password: secretField(z.string().min(1)).describe("What Acme sent.") });
const valid = { type: "acme.crm", title: "Acme CRM", fields };
const pack = { name: "@acme/nodes", version: "1.0.0" };

test("a definition becomes a manifest that says which fields are secret, and nothing of its code", () => {
  const acme = defineConnection({
    ...valid,
    hosts: () => ["api.acme.com"],
    authorize({ headers }, values) {
      expectTypeOf(values).toEqualTypeOf<{ user: string; password: string }>();
      headers.set("X-Key", values.password);
    },
  });
  expect(connectionTypeManifest(acme, pack)).toEqual({
    ...{
      type: "acme.crm",
      title: "Acme CRM",
      description: "",
      authorizes: true,
      namesHosts: true,
      testable: false,
      pack,
    },
    secretFields: ["password"],
    fields: {
      $schema: expect.any(String) as string,
      type: "object",
      properties: {
        user: { type: "string" },
        password: { type: "string", minLength: 1, description: "What Acme sent.", secret: true },
      },
      required: ["user", "password"],
      additionalProperties: false,
    },
  });
});

test("a secret field stays secret under the wrappers of zod", () => {
  const schema = z.toJSONSchema(
    z.object({
      a: secretField(z.string()).optional(),
      b: secretField(z.string()).default("x"),
      c: secretField(z.string().meta({ title: "C" })),
      d: z.string(),
    }),
    { io: "input" },
  );
  expect(secretFieldsOf(schema as Parameters<typeof secretFieldsOf>[0])).toEqual(["a", "b", "c"]);
  expect(schema.properties?.["c"]).toMatchObject({ title: "C", secret: true });
});

test.each([
  ["a type in capitals", { type: "Acme" }, /lower-case/],
  ["a type that ends with a dot", { type: "acme." }, /lower-case/],
  ["no title", { title: "" }, /`title` is missing/],
  ["fields that are no schema", { fields: {} }, /zod 4/],
  ["no secret", { fields: z.object({ user: z.string() }) }, /marks no secret/],
  [
    "a secret in another field",
    { fields: z.object({ a: z.object({ b: secretField(z.string()) }) }) },
    /field of its own/,
  ],
  ["half of a sign-in", { signIn: { page: () => new URL("https://acme.com") } }, /`signIn.finish` is no function/],
  ["an authorize that is no function", { authorize: "yes" }, /`authorize` is no function/],
])("a definition with %s is refused", (_, change, message) => {
  expect(() => defineConnection({ ...valid, ...change } as unknown as typeof valid)).toThrow(message);
});

const node = { type: "score_lead", title: "Score", description: "Scores.", input: z.object({}), execute: () => null };

test("a node that takes connections has the field `connection`, and says which types fit", () => {
  const taking = defineNode({ ...node, connections: ["acme.crm"], needsConnection: true });
  expect(manifestOf(taking, pack)).toMatchObject({
    connections: ["acme.crm"],
    needsConnection: true,
    input: {
      properties: { connection: { type: "string", connectionTypes: ["acme.crm"] } },
      required: ["connection"],
      additionalProperties: false,
    },
  });
  expect(manifestOf(defineNode(node), pack)).not.toHaveProperty("connections");
});

test.each([
  ["an empty list", { connections: [] }, /no list of connection types/],
  ["needsConnection alone", { needsConnection: true }, /without `connections`/],
  [
    "a field of the same name",
    { connections: ["a"], input: z.object({ connection: z.string() }) },
    /has this field already/,
  ],
])("a node with %s is refused", (_, change, message) => {
  expect(() => defineNode({ ...node, ...change } as unknown as typeof node)).toThrow(message);
});

test("a pack lists its connection types, each once", () => {
  const acme = defineConnection(valid);
  expect(defineNodePack({ ...pack, nodes: [], connections: [acme] }).connections).toEqual([acme]);
  expect(() => defineNodePack({ ...pack, nodes: [], connections: [acme, acme] })).toThrow(/listed twice/);
  expect(() => defineNodePack({ ...pack, nodes: [], connections: [valid as typeof acme] })).toThrow(
    /no connection type/,
  );
});
