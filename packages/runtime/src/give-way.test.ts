import { expect, test } from "vitest";
import { createGiveWay } from "./give-way.ts";

test("long work lets others run, and short work does not wait", async () => {
  const giveWay = createGiveWay();
  expect(giveWay()).toBeUndefined();
  let others = 0;
  const other = setInterval(() => (others += 1), 1);
  for (const until = performance.now() + 200; performance.now() < until; await giveWay());
  clearInterval(other);
  expect(others).toBeGreaterThan(0);
});
