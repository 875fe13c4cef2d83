import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTriggers } from "./parse-triggers.ts";

const hot = { ">": [{ var: "lead.score" }, 80] };

test.each<[string, unknown, unknown]>([
  ["nothing", undefined, []],
  ["null", null, []],
  ["an empty list", [], []],
  ["a condition alone", hot, [{ id: "trigger0", condition: hot }]],
  ["a condition in a list", [hot], [{ id: "trigger0", condition: hot }]],
  [
    "one trigger",
    { eventType: "lead.new", condition: hot },
    [{ id: "trigger0", eventType: "lead.new", condition: hot }],
  ],
  ["a list", [{ id: "a" }, { eventType: "*" }], [{ id: "a" }, { id: "trigger1", eventType: "*" }]],
  ["a kind, which is the default's", { kind: "event", eventType: "x" }, [{ id: "trigger0", eventType: "x" }]],
  ["nulls for nothing", { id: null, eventType: "x", condition: null }, [{ id: "trigger0", eventType: "x" }]],
])("reads %s", (_, input, triggers) => {
  expect(parseTriggers(input)).toEqual({ triggers, problems: [] });
});

test.each<[string, unknown, string, string]>([
  ["an empty object, which would take every event", {}, "INVALID_TRIGGER", "/triggers/0"],
  ["a text", "lead.new", "INVALID_TRIGGER", "/triggers/0"],
  ["true", [true], "INVALID_TRIGGER", "/triggers/0"],
  ["two operators", { ">": [1, 2], "<": [1, 2] }, "INVALID_TRIGGER", "/triggers/0"],
  ["a kind that there is not", [{ kind: "moon", phase: "full" }], "INVALID_TRIGGER", "/triggers/0/kind"],
  ["a kind that is no text", { kind: { a: 1 }, eventType: "x" }, "INVALID_TRIGGER", "/triggers/0/kind"],
  ["a number as event type", [{ eventType: "a" }, { eventType: 7 }], "INVALID_FIELD", "/triggers/1/eventType"],
  ["too many", Array.from({ length: 101 }, () => hot), "TOO_MANY_TRIGGERS", "/triggers"],
  ["a NUL", { eventType: "a\u0000" }, "NUL_CHARACTER", "/triggers/eventType"],
])("refuses %s", (_, input, code, path) => {
  const { triggers, problems } = parseTriggers(input);
  expect(triggers).toEqual([]);
  expect(problems[0]).toMatchObject({ code, path, severity: "error" });
});

test("an unknown field is a warning", () => {
  const { triggers, problems } = parseTriggers({ eventType: "a", Condition: hot });
  expect(triggers).toHaveLength(1);
  expect(problems).toMatchObject([{ code: "UNKNOWN_FIELD", severity: "warning", path: "/triggers/0/Condition" }]);
});

test("never throws", () => {
  fc.assert(fc.property(fc.anything(), (input) => void parseTriggers(input)));
});

test("a trigger with a source of its own keeps its config, which is an empty object where it is absent", () => {
  const schema = { type: "object" };
  expect(
    parseTriggers([
      { kind: "manual", config: { schema } },
      { kind: "manual", id: "b" },
    ]),
  ).toEqual({
    triggers: [
      { kind: "manual", id: "trigger0", config: { schema } },
      { kind: "manual", id: "b", config: {} },
    ],
    problems: [],
  });
});

test.each<[string, object, string, string]>([
  ["a config that is no object", { kind: "manual", config: "x" }, "INVALID_FIELD", "/triggers/0/config"],
  ["a source that is no text", { source: 7 }, "INVALID_FIELD", "/triggers/0/source"],
])("refuses %s", (_, input, code, path) => {
  expect(parseTriggers([input]).problems[0]).toMatchObject({ code, path, severity: "error" });
});
