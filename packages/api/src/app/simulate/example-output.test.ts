import { expect, test } from "vitest";
import { exampleOutput } from "./example-output.ts";

test.each([
  [undefined, {}],
  [true, {}],
  [{}, {}],
  [
    { type: "object", properties: { id: { type: "string" }, n: { type: "integer", minimum: 3 } } },
    { id: "", n: 3 },
  ],
  [{ type: ["null", "string"] }, null],
  [{ enum: ["red", "green"] }, "red"],
  [{ const: null }, null],
  [{ type: "string", format: "email" }, "someone@example.com"],
  [{ type: "string", minLength: 3 }, "xxx"],
  [{ type: "string", default: "d", examples: ["e"] }, "e"],
  [{ type: "array", minItems: 2, items: { type: "boolean" } }, [false, false]],
  [{ type: "array", items: { type: "number" } }, []],
  [{ anyOf: [{ type: "number" }, { type: "string" }] }, 0],
])("%j gives %j", (schema, example) => {
  expect(exampleOutput(schema as never)).toEqual(example);
});

test("a schema that is deep ends", () => {
  let schema: object = { type: "string" };
  for (let level = 0; level < 1_000; level += 1) schema = { type: "object", properties: { inner: schema } };
  expect(JSON.stringify(exampleOutput(schema as never)).length).toBeLessThan(200);
});
