import { expect, test } from "vitest";
import { failureAsData, storedHint } from "./failure.ts";

test("a hint that was stored under its older name `cure` is read", () => {
  expect(storedHint({ hint: "new" })).toBe("new");
  expect(storedHint({ cure: "old" })).toBe("old");
  expect(storedHint({})).toBeUndefined();
});

test("a graph reads the hint under both names, in the first interpreter version under the older one", () => {
  const failure = { code: "NO", message: "no", hint: "Do this." };
  const first = { code: "NO", message: "no", path: null, cure: "Do this.", details: null };
  expect(failureAsData(failure, 1)).toEqual(first);
  expect(failureAsData(failure, 2)).toEqual({ ...first, hint: "Do this." });
});
