import { expect, test } from "vitest";
import { jsonTextProblem } from "./json-text-limits.ts";
import { parseJsonText } from "./parse-json-text.ts";

const limits = { values: 10, containers: 5 };

test.each<[string, string | undefined]>([
  ["[0,1,2,3,4,5,6,7,8,9]", undefined],
  ["[0,1,2,3,4,5,6,7,8,9,10,11]", "The JSON has more than 10 values."],
  ['{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}', "The JSON has more than 10 values."],
  ["[[],[],[],[]]", undefined],
  ["[[],[],[],[],{}]", "The JSON has more than 5 objects and lists."],
  [`["${",".repeat(20)}${"[".repeat(20)}\\"${"{".repeat(20)}"]`, undefined],
  ["not JSON", undefined],
  ['"not closed,,,,,,,,,,,,,', undefined],
])("%s: %s", (text, message) => expect(jsonTextProblem(text, limits)?.message).toBe(message));

test.each(["[", "{", '{"a":'])("a text of a hundred thousand %s is refused before it is parsed", (open) => {
  const { value, problems } = parseJsonText(open.repeat(100_000));
  expect(value).toBeUndefined();
  expect(problems).toMatchObject([{ code: "INPUT_TOO_DEEP", message: "The JSON is nested deeper than 1000 levels." }]);
});
