import { expect, test } from "vitest";
import { constructDescriptors } from "../interpret/constructs/index.ts";
import { START_POLICY_PATTERNS } from "../start-policy/start-policy-words.ts";
import { triggerDescriptions } from "../triggers/index.ts";
import { isObject } from "./json.ts";
import { parseSentencePattern, patternFields } from "./sentence-pattern.ts";

test("a pattern consists of words, fields and optional parts", () => {
  expect(parseSentencePattern("wait until {until}[ in {timeZone}]")).toEqual([
    { kind: "words", words: ["wait", "until"] },
    { kind: "field", field: "until" },
    {
      kind: "optional",
      parts: [
        { kind: "words", words: ["in"] },
        { kind: "field", field: "timeZone" },
      ],
    },
  ]);
  expect(patternFields(parseSentencePattern("{a} to {b:name}[ with {c:number}]"), true)).toEqual(["a", "b"]);
});

test.each([
  ["{a} {b}", "has no word of its own"],
  ["notify {to", "cannot be read from"],
  ["pay, then {a}", '"pay," is not a word'],
  ["pay[ {a}]", "does not begin with a word"],
])("%s is refused", (pattern, message) => {
  expect(() => parseSentencePattern(pattern)).toThrow(message);
});

test("the patterns of constructs, kinds of triggers and start policies can be read, and name fields that exist", () => {
  for (const { manifest } of constructDescriptors) {
    const { properties = {} } = manifest!.input as { readonly properties?: object };
    for (const pattern of manifest!.sentence ?? []) {
      expect(Object.keys(properties)).toEqual(
        expect.arrayContaining([...patternFields(parseSentencePattern(pattern))]),
      );
    }
  }
  for (const { config, fields = [], patterns = [] } of triggerDescriptions) {
    const properties = isObject(config) && isObject(config["properties"]) ? Object.keys(config["properties"]) : fields;
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns)
      expect(properties).toEqual(expect.arrayContaining([...patternFields(parseSentencePattern(pattern))]));
  }
  for (const pattern of Object.values(START_POLICY_PATTERNS)) parseSentencePattern(pattern);
});
