import { expect, test } from "vitest";
import { createRecentGreatest } from "./recent-greatest.ts";

test("gives the greatest value of about the last thirty seconds", () => {
  const greatest = createRecentGreatest();
  expect(greatest.value(0)).toBeNull();
  greatest.add(5, 1_000);
  greatest.add(3, 2_000);
  expect(greatest.value(10_000)).toBe(5);
  greatest.add(4, 16_000);
  expect(greatest.value(29_000)).toBe(5);
  expect(greatest.value(31_000)).toBe(4);
  expect(greatest.value(50_000)).toBeNull();
});
