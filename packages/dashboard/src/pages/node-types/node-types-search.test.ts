import { expect, test } from "vitest";
import { readNodeTypesSearch } from "./node-types-search.ts";

test("an address is read, and what has no sense is left out", () => {
  expect(readNodeTypesSearch({ text: "http", type: "", more: 1 })).toEqual({ text: "http" });
  expect(readNodeTypesSearch({ text: 80 })).toEqual({ text: "80" });
});
