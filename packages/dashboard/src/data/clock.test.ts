import { afterEach, expect, test } from "vitest";
import { apiNow, learnTime } from "./clock.ts";

const DAY_MS = 86_400_000;
const told = (ms: number) => new Date(ms).toUTCString();
afterEach(() => learnTime(told(Date.now()), Date.now()));

test("a machine whose clock is a day late goes by the API's clock; small differences, slow answers and answers without a time change nothing", () => {
  learnTime(told(Date.now() + DAY_MS), Date.now());
  expect(Math.abs(apiNow() - Date.now() - DAY_MS)).toBeLessThan(2_000);
  learnTime(null, Date.now());
  expect(apiNow() - Date.now()).toBeGreaterThan(DAY_MS / 2);
  learnTime(told(Date.now() + 2_000), Date.now());
  expect(Math.abs(apiNow() - Date.now())).toBeLessThan(100);
  // It was asked a minute ago, and the answer says any moment since then.
  learnTime(told(Date.now()), Date.now() - 60_000);
  learnTime(told(Date.now() - 60_000), Date.now() - 60_000);
  expect(Math.abs(apiNow() - Date.now())).toBeLessThan(100);
});
