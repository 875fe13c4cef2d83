import { expect, test } from "vitest";
import { exampleOutput } from "./example-output.ts";

test.each([
  [undefined, {}],
  [true, {}],
  [{}, {}],
  [
    { type: "object", properties: { id: { type: "string" }, n: { type: "integer", minimum: 3 } } },
    { id: "id-1", n: 3 },
  ],
  [{ type: ["null", "string"] }, "text"],
  [{ enum: ["red", "green"] }, "red"],
  [{ const: null }, null],
  [{ type: "string", format: "email" }, "someone@example.com"],
  [{ type: "string", minLength: 6 }, "textxx"],
  [{ type: "string", default: "d", examples: ["e"] }, "e"],
  [{ type: "array", minItems: 2, items: { type: "boolean" } }, [true, true]],
  [{ type: "array", items: { type: "number" } }, [1]],
  [{ anyOf: [{ type: "null" }, { type: "number" }, { type: "string" }] }, 1],
  [{ type: "number", exclusiveMinimum: 5, multipleOf: 5 }, 10],
  [{ type: "integer", maximum: -2 }, -2],
  [{ type: "string", maxLength: 2 }, "te"],
  [{ type: "array", maxItems: 0 }, []],
  [
    {
      type: "object",
      properties: {
        status: { type: "integer" },
        email: { type: "string" },
        createdAt: { type: "string" },
        orderId: { type: "string" },
        message: { type: "string" },
        tags: { type: "array", items: { type: "string" } },
      },
    },
    {
      status: 200,
      email: "someone@example.com",
      createdAt: "2026-01-01T00:00:00.000Z",
      orderId: "id-1",
      message: "message",
      tags: ["tag"],
    },
  ],
])("%j gives %j", (schema, example) => {
  expect(exampleOutput(schema as never)).toEqual(example);
});

test("the value for a very deep schema is finite", () => {
  let schema: object = { type: "string" };
  for (let level = 0; level < 1_000; level += 1) schema = { type: "object", properties: { inner: schema } };
  expect(JSON.stringify(exampleOutput(schema as never)).length).toBeLessThan(200);
});
