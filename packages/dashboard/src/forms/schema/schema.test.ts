import {
  coreNodeTypes,
  descriptorOf,
  isObject,
  NODE_SETTINGS_SCHEMA,
  type FieldKind,
  type Json,
  type JsonObject,
} from "@tempograph/graph";
import { expect, test } from "vitest";
import { canDraw } from "./can-draw.ts";
import { editorKind, mayHoldTemplate } from "./field-kind.ts";
import { readableSchema, titleOf } from "./readable-schema.ts";
import { validator } from "./validator.ts";

const kind = (
  schema: JsonObject,
  value?: Json,
  reading: FieldKind = "template",
  below: readonly (string | number)[] = [],
) => editorKind({ schema, value, reading, below });

test("a field gets the editor that shows its value in whole", () => {
  expect(kind({ type: "string" }, "a")).toBe("template");
  expect(kind({ type: "string" }, "a", "literal")).toBe("schema");
  expect(kind({ type: "integer" }, 3)).toBe("schema");
  expect(kind({ type: "integer" }, "{{ payload.n }}")).toBe("template");
  expect(kind({ type: "array", items: {} }, "{{ payload.list }}")).toBe("template");
  expect(kind({ type: ["string", "number"] }, "2h")).toBe("scalar");
  expect(kind({}, { a: 1 })).toBe("any");
  expect(kind({ enum: ["a", "b"] }, "a")).toBe("schema");
  // Values that do not fit are shown as they are.
  expect(kind({ type: "integer" }, "three")).toBe("any");
  expect(kind({ type: "object" }, [1])).toBe("any");
  expect(kind({}, undefined, "condition")).toBe("condition");
  expect(kind({}, true, "cases", [0, "condition"])).toBe("condition");
  expect(kind({}, "DE", "values", [0, "value"])).toBe("any");
  expect(mayHoldTemplate({ schema: {}, value: "", reading: "values", below: [] })).toBe(false);
});

test("every construct of the language has a form: no field without an editor, conditions where the machine reads conditions", () => {
  for (const { type, input } of coreNodeTypes) {
    const { properties = {} } = readableSchema(input) as { readonly properties?: JsonObject };
    const fields = descriptorOf(type)?.fields ?? {};
    for (const [name, schema] of Object.entries(properties)) {
      expect(isObject(schema) && typeof schema["title"], `${type}.${name}`).toBe("string");
      const named = fields[name];
      const reading = named === undefined ? "template" : typeof named === "string" ? named : named.kind;
      const isCondition = reading === "condition" || reading === "eventCondition";
      expect(kind(schema as JsonObject, undefined, reading) === "condition", `${type}.${name}`).toBe(isCondition);
    }
  }
});

test("a form that would stop the page is not drawn: too many fields, written or by references that double", () => {
  for (const { type, input } of coreNodeTypes) expect(canDraw(input), type).toBe(true);
  expect(canDraw(NODE_SETTINGS_SCHEMA)).toBe(true);
  const wide = (count: number) => ({
    properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`enum${index}`, { type: "string" }])),
  });
  expect([canDraw(wide(900)), canDraw(wide(10_000))]).toEqual([true, false]);
  const doubled = (count: number) => {
    const next = (index: number) => ({ $ref: `#/$defs/d${index + 1}` });
    const $defs = Array.from({ length: count }, (_, index) => [
      `d${index}`,
      { type: "object", properties: { left: next(index), default: next(index) } },
    ]);
    return { $defs: Object.fromEntries([...$defs, [`d${count}`, { type: "string" }]]), $ref: "#/$defs/d0" };
  };
  expect([canDraw(doubled(5)), canDraw(doubled(25))]).toEqual([true, false]);
  const itself = { properties: { next: { $ref: "#" }, none: { $ref: "#/$defs/none" }, out: { $ref: "https://a.b" } } };
  expect(canDraw(itself)).toBe(true);
});

test("a schema is made readable for the form library without changing what it asks for", () => {
  expect(readableSchema(true)).toEqual({});
  expect(
    readableSchema({
      type: "object",
      properties: { maxRounds: true, a: { type: "string", title: "B" } },
      anyOf: [{ required: ["a"] }],
    }),
  ).toEqual({
    type: "object",
    properties: { maxRounds: { title: "Max rounds" }, a: { type: "string", title: "B" } },
  });
  expect(
    readableSchema({ anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }, { const: 3 }] }),
  ).toEqual({
    anyOf: [
      { type: "string", title: "A text" },
      { type: "array", items: { type: "string" }, title: "A list of texts" },
      { const: 3, title: "3" },
    ],
  });
  expect([titleOf("onError"), titleOf("toRole"), titleOf("event_type"), titleOf("URL")]).toEqual([
    "On error",
    "To role",
    "Event type",
    "URL",
  ]);
});

test("the library asks our evaluator which alternative a value fits; a schema that cannot be used fits nothing", () => {
  const root = { $defs: { count: { type: "integer" } } };
  const fits = (schema: object, value: unknown) => validator.isValid(schema, value, root);
  expect([fits({ $ref: "#/$defs/count" }, 3), fits({ $ref: "#/$defs/count" }, "x")]).toEqual([true, false]);
  expect(fits({ $ref: "#/$defs/none" }, 3)).toBe(false);
});
