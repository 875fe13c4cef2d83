import { expect, test } from "vitest";
import { counted } from "./counted.ts";

test("one thing has no plural", () => {
  expect([counted(0, "error"), counted(1, "error"), counted(1_200, "error")]).toEqual([
    "0 errors",
    "1 error",
    "1,200 errors",
  ]);
  expect([counted(1, "entry", "entries"), counted(2, "entry", "entries")]).toEqual(["1 entry", "2 entries"]);
});
