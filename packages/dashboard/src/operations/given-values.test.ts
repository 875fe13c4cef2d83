import { expect, test } from "vitest";
import { givenValues, initialTexts } from "./given-values.ts";
import { REASON, signalFields, versionField } from "./operation-field.ts";

test("texts are trimmed, empty fields are left out, and JSON is read", () => {
  expect(givenValues([REASON], { reason: " late " })).toEqual({ values: { reason: "late" } });
  expect(givenValues([REASON], {})).toEqual({ values: {} });
  const given = { signalName: "go", payload: '{ "a": 1 }', reason: "of another operation" };
  expect(givenValues(signalFields("signalName"), given)).toEqual({ values: { signalName: "go", payload: { a: 1 } } });
});

test("a needed field that is empty, and JSON that is none, are problems at their fields", () => {
  expect(givenValues(signalFields("name"), { payload: "hello" })).toEqual({
    problems: {
      name: "Name of the signal is needed.",
      payload: 'This is no JSON. A text is written in quotes: "hello".',
    },
  });
});

test("a choice begins with its first value, and a value that is no text as JSON", () => {
  expect(initialTexts([versionField("The same"), { ...REASON, initial: { a: 1 } }])).toEqual({
    version: "SAME",
    reason: '{\n  "a": 1\n}',
  });
});
