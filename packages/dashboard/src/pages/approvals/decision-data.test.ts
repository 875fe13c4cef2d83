import { expect, test } from "vitest";
import { dataOf, fieldsOf, initialAnswers, problemsOf } from "./decision-data.ts";

const form = {
  type: "object",
  properties: {
    amount: { type: "number", minimum: 0, default: 5 },
    note: { type: "string" },
    way: { enum: ["cash", "card"] },
  },
  required: ["amount"],
};

test("a form is shown as fields, with its defaults; one that is no object has one field", () => {
  expect(fieldsOf(form)).toBe(form);
  expect(initialAnswers(form)).toEqual({ amount: 5 });
  expect([fieldsOf(null), fieldsOf(undefined)]).toEqual([null, null]);
  const list = { type: "array", items: { type: "number" } };
  expect(fieldsOf(list)).toEqual({ type: "object", properties: { data: { title: "Data", ...list } } });
  expect([dataOf(list, { data: [1] }), dataOf(form, { amount: 1 }), dataOf(null, {})]).toEqual([
    ...[[1], { amount: 1 }, undefined],
  ]);
});

test("what does not fit is told at its field", () => {
  const at = (answers: Parameters<typeof problemsOf>[1]) => problemsOf(form, answers).map(({ path }) => path);
  expect(at({ amount: 30, note: "yes", way: "cash" })).toEqual([]);
  expect(at({})).toEqual(["/amount"]);
  expect(at({ amount: -1, way: "none" })).toEqual(["/amount", "/way"]);
  // What cannot be checked here is left to the API.
  expect(problemsOf({ properties: { a: { $ref: "#/nowhere" } } }, { a: 1 })).toEqual([]);
});
