import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Principal } from "../access/principal.ts";
import { createCallerWatch } from "./caller-watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const kim: Principal = { name: "kim", roles: ["viewer"], project: "main" };
const HALF_A_SECOND = 500;

test("a look that gets no answer delays no other token, and ends its own uses after ten more looks", async () => {
  const valid = new Set(["revoked", "hanging", "valid"]);
  const watch = createCallerWatch({
    authenticate: (header) =>
      header === "hanging" ? new Promise(() => {}) : Promise.resolve(valid.has(header!) ? kim : undefined),
  });
  const ended: string[] = [];
  for (const header of valid) watch.watch(header, kim, () => ended.push(header));
  await vi.advanceTimersByTimeAsync(HALF_A_SECOND);
  valid.delete("revoked");
  await vi.advanceTimersByTimeAsync(HALF_A_SECOND);
  expect(ended).toEqual(["revoked"]);
  await vi.advanceTimersByTimeAsync(9 * HALF_A_SECOND);
  expect(ended).toEqual(["revoked", "hanging"]);
  watch.stop();
});

test("while Postgres is away nothing ends, and a use that has ended is looked up no more", async () => {
  let [isAway, lookUps] = [true, 0];
  const watch = createCallerWatch({
    async authenticate() {
      lookUps += 1;
      if (isAway) throw new Error("away");
      return undefined;
    },
  });
  let ended = 0;
  for (let use = 0; use < 3; use += 1) watch.watch("token", kim, () => (ended += 1));
  await vi.advanceTimersByTimeAsync(20 * HALF_A_SECOND);
  expect({ ended, lookUps }).toEqual({ ended: 0, lookUps: 20 });
  isAway = false;
  await vi.advanceTimersByTimeAsync(20 * HALF_A_SECOND);
  expect({ ended, lookUps }).toEqual({ ended: 3, lookUps: 21 });
});
