import { expect, test } from "vitest";
import { dataOf, emptyAnswers, fieldsOf } from "./decision-data.ts";

const form = {
  type: "object",
  properties: {
    amount: { type: "number", title: "How much?", default: 5 },
    note: { type: "string" },
    urgent: { type: "boolean", default: true },
    way: { enum: ["cash", "card"] },
    rest: { type: "object" },
  },
  required: ["amount"],
};

test("a form has a field for each property, with its kind and its default", () => {
  expect(fieldsOf(form).map(({ name, title, kind, isRequired }) => [name, title, kind, isRequired])).toEqual([
    ["amount", "How much?", "number", true],
    ["note", "note", "text", false],
    ["urgent", "urgent", "flag", false],
    ["way", "way", "choice", false],
    ["rest", "rest", "json", false],
  ]);
  expect(emptyAnswers(form)).toEqual({ amount: "5", note: "", urgent: true, way: "", rest: "" });
  expect(fieldsOf(null)).toEqual([]);
  expect(fieldsOf({ type: "array" })).toMatchObject([{ name: "", kind: "json" }]);
});

test("answers become data; what was left empty is left out, and what cannot be read is named", () => {
  expect(dataOf(form, { amount: "40.5", note: " ", urgent: false, way: "card", rest: '{"a":1}' })).toEqual({
    data: { amount: 40.5, urgent: false, way: "card", rest: { a: 1 } },
  });
  expect(dataOf(form, { amount: "much" })).toEqual({ problem: '"How much?" is not a number.' });
  expect(dataOf(form, { rest: "{" })).toEqual({ problem: '"rest" is not JSON.' });
  expect(dataOf({ type: "array" }, { "": "[1]" })).toEqual({ data: [1] });
  expect(dataOf(null, {})).toEqual({});
});
