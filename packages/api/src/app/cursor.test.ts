import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";

test("a cursor can be decoded only by a list with its form of keys", () => {
  expect(decodeCursor(encodeCursor("42"), "number")).toBe("42");
  expect(decodeCursor(encodeCursor("3/each[3]/no:tify"), "step")).toBe("3/each[3]/no:tify");
  expect(decodeCursor(encodeCursor("run-1/42"), "history")).toBe("run-1/42");
  expect(decodeCursor(encodeCursor("3/notify"), "number")).toBeUndefined();
});

test.each([
  "",
  "42",
  "!!!",
  "azo=",
  encodeCursor("1; drop table"),
  encodeCursor("9".repeat(30)),
  encodeCursor("a\u0000"),
])("%j is not a cursor", (text) => {
  expect(decodeCursor(text, "number")).toBeUndefined();
});
