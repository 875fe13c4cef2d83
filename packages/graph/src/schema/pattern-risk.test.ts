import { expect, test } from "vitest";
import { mayRunAway } from "./pattern-risk.ts";

test.each<[string, boolean]>([
  ["^[A-Z]{2}\\d+$", false],
  ["^\\w+@\\w+\\.\\w+$", false],
  ["^(red|green|blue)$", false],
  ["^(\\d{4})-(\\d{2})$", false],
  ["^(ab)+$", false],
  ["^(a+)?$", false],
  ["[(a+)+]*", false],
  ["\\(a+\\)+", false],
  ["^(a+)+$", true],
  ["^(?:a*)*$", true],
  ["^(a|aa)+$", true],
  ["^((ab)+c)*$", true],
  ["^(a+){2,9}$", true],
  ["^((a+))+$", true],
])("%s: %s", (pattern, expected) => {
  expect(mayRunAway(pattern)).toBe(expected);
});
