import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { pause } from "./pause.ts";

test("a pause leaves no listener on its signal", async () => {
  const { signal } = new AbortController();
  for (let count = 0; count < 20; count += 1) await pause(0, signal);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("a pause ends with its signal, and does not begin behind one that is over", async () => {
  const leaving = new AbortController();
  const long = pause(3_600_000, leaving.signal);
  leaving.abort();
  await long;
  await pause(3_600_000, leaving.signal);
});
