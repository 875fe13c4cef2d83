import fc from "fast-check";
import { expect, test } from "vitest";
import { findInexactNumbers, inexactNumbersAsTexts, isExactNumber } from "./inexact-numbers.ts";
import { parseJsonText } from "./parse-json-text.ts";

test.each([
  ["1234567890123456789", false],
  ["9007199254740992", true],
  ["9007199254740993", false],
  ["-9007199254740993", false],
  ["90071992547409930", false],
  ["9007199254740993.0", false],
  ["9007199254740993e0", false],
  ["100000000000000000000", true],
  ["1e23", true],
  ["1e308", true],
  ["1e309", false],
  ["-1e400", false],
  ["1e-400", false],
  ["0e-400", true],
  ["0.1234567890123456789", true],
  ["12345678901234567.5", true],
  ["0", true],
  ["-0", true],
  ["1200", true],
  ["1.20e3", true],
])("%s is held exactly enough: %s", (source, isHeld) => expect(isExactNumber(source)).toBe(isHeld));

test("every number that JSON.stringify writes is exact", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => isExactNumber(JSON.stringify(number))),
  );
});

test("each inexact number is found with its place, and numbers inside texts are not reported", () => {
  const text = `{ "a/b": [1, {"x": 1234567890123456789}, [ ]], "t\\"1e999": "1e999 \\\\", "z": {}, "y": -1e400, "k": [[2], 12345678901234567890]}`;
  expect(findInexactNumbers(text).map(({ path, source }) => `${path} ${source}`)).toEqual([
    "/a~1b/1/x 1234567890123456789",
    "/y -1e400",
    "/k/1 12345678901234567890",
  ]);
  expect(JSON.parse(inexactNumbersAsTexts(text))).toMatchObject({
    "a/b": [1, { x: "1234567890123456789" }, []],
    y: "-1e400",
    k: [[2], "12345678901234567890"],
  });
});

test("the JSON text of any JavaScript value contains no inexact number", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(findInexactNumbers(JSON.stringify(value))).toEqual([]);
      expect(findInexactNumbers(JSON.stringify([value, "1e999", { "1e999": 1 }], null, 2))).toEqual([]);
    }),
  );
});

test("parseJsonText refuses them with code, place and hint", () => {
  expect(parseJsonText('{"id": 1234567890123456789}')).toMatchObject({
    value: undefined,
    problems: [
      {
        code: "NUMBER_INEXACT",
        path: "/id",
        message: expect.stringContaining("would become 1234567890123456800"),
        hint: 'Send it as text: "1234567890123456789".',
      },
    ],
  });
  expect(parseJsonText("[1e400]").problems).toMatchObject([{ code: "NUMBER_INEXACT", path: "/0" }]);
});
