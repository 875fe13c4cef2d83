import { expect, test } from "vitest";
import { untilNoneLeft } from "./until-none-left.ts";

test("as long as something goes on, it waits until nothing is left", async () => {
  let left = 5;
  await untilNoneLeft("Events left", async () => (left -= 1), { everyMs: 10, stillMs: 15 });
  expect(left).toBe(0);
});

test("what does not go on ends the wait with an error", async () => {
  const wait = untilNoneLeft("Executions left", async () => 3, { everyMs: 1, stillMs: 20 });
  await expect(wait).rejects.toThrow("Executions left: 3, and nothing has changed for 0.02 s.");
});
