import { expect, test } from "vitest";
import { fitsWords, readNodeTypesSearch } from "./node-types-search.ts";

test("an address is read, and what has no sense is left out", () => {
  expect(readNodeTypesSearch({ text: "http", type: "", more: 1 })).toEqual({ text: "http" });
  expect(readNodeTypesSearch({ text: 80 })).toEqual({ text: "80" });
});

test("a type fits when it has all words, in any order and case", () => {
  expect(fitsWords("CALL http", "http_call", "HTTP call")).toBe(true);
  expect(fitsWords("call mail", "http_call", "HTTP call")).toBe(false);
});
