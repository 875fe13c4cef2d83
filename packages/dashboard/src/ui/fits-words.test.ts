import { expect, test } from "vitest";
import { fitsWords } from "./fits-words.ts";

test("a text fits when it has all words, in any order and case", () => {
  expect(fitsWords("CALL http", "http_call", "HTTP call")).toBe(true);
  expect(fitsWords("call mail", "http_call", "HTTP call")).toBe(false);
  expect(fitsWords(" ", "anything")).toBe(true);
});
