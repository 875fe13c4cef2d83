import { expect, test } from "vitest";
import { readShutdownMs } from "./read-shutdown-ms.ts";
import { workEndsWithin } from "./work-ends-within.ts";

test("the bound is 25 s, of which 10 s are for what is under way, unless the environment names another one", () => {
  expect(readShutdownMs({})).toBe(25_000);
  expect(workEndsWithin(25_000)).toBe(10_000);
  expect(readShutdownMs({ TEMPOGRAPH_SHUTDOWN_SECONDS: "90" })).toBe(90_000);
});

test.each(["0", "soon", "4000", "-1"])("%s is refused, with the name of the variable", (value) => {
  expect(() => readShutdownMs({ TEMPOGRAPH_SHUTDOWN_SECONDS: value })).toThrow("TEMPOGRAPH_SHUTDOWN_SECONDS");
});
