import { expect, test } from "vitest";
import type { Json, JsonSchema } from "../definition/json.ts";
import { urlFields } from "./url-fields.ts";

const URL_FIELD: JsonSchema = { type: "string", format: "uri" };
const TEXT: JsonSchema = { type: "string" };
const object = (url: JsonSchema): JsonSchema => ({ type: "object", properties: { url } });
const nested = { x: { url: "https://x.example/{{ payload.id }}" } };

test.each<[string, JsonSchema, Json, string[]]>([
  ["a field", object(URL_FIELD), nested.x, ["/url"]],
  ["a text", object(TEXT), nested.x, []],
  ["a field that may be null", object({ anyOf: [URL_FIELD, { type: "null" }] }), nested.x, ["/url"]],
  ["a record", { additionalProperties: object(URL_FIELD) }, nested, ["/x/url"]],
  ["names by pattern", { patternProperties: { "^x": object(URL_FIELD) } }, nested, ["/x/url"]],
  ["an item of a tuple", { properties: { x: { prefixItems: [TEXT, URL_FIELD] } } }, { x: [1, nested.x.url] }, ["/x/1"]],
  ["a union of objects", { properties: { x: { oneOf: [object(TEXT), object(URL_FIELD)] } } }, nested, ["/x/url"]],
  [
    "a reference",
    { properties: { x: { $ref: "#/$defs/call" } }, $defs: { call: object(URL_FIELD) } },
    nested,
    ["/x/url"],
  ],
  ["a reference to the reference itself", { $defs: { a: { $ref: "#/$defs/a" } }, $ref: "#/$defs/a" }, nested, []],
  ["a reference to nothing", { $ref: "#/$defs/none" }, nested, []],
  ["a schema that accepts anything", true, nested, []],
  ["a text without a template", object(URL_FIELD), { url: "https://x.example" }, []],
])("%s", (_, schema, data, paths) => {
  expect(urlFields(data as typeof nested, schema)).toEqual(paths);
});

test("a schema that doubles with each level is visited once per part", () => {
  const $defs: Record<string, JsonSchema> = { l40: object(URL_FIELD) };
  for (let level = 0; level < 40; level += 1) {
    const next = { $ref: `#/$defs/l${level + 1}` };
    $defs[`l${level}`] = { anyOf: [next, next] };
  }
  expect(urlFields(nested.x, { $ref: "#/$defs/l0", $defs })).toEqual(["/url"]);
});
