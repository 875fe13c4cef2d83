import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";

test("a cursor gives back its key, and only to a list of its shape", () => {
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
])("%j is no cursor", (text) => {
  expect(decodeCursor(text, "number")).toBeUndefined();
});
