import { expect, test } from "vitest";
import { FailingLookups } from "./failing-lookups.ts";

test("after three failures in a row a lookup fails at once; an answer ends that, and other lookups are asked", () => {
  const failing = new FailingLookups();
  for (const n of [1, 2]) failing.failed("a", new Error(`no ${n}`));
  expect(() => failing.check("a")).not.toThrow();
  failing.failed("a", new Error("no 3"));
  expect(() => failing.check("a")).toThrow("no 3");
  expect(() => failing.check("b")).not.toThrow();
  failing.answered("a");
  expect(() => failing.check("a")).not.toThrow();
});
