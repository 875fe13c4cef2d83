import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

test("work of one key is done in order and one at a time, also after work that failed; another key does not wait", async () => {
  const inTurn = createTurns();
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await new Promise<void>((resolve) => ends.push(resolve));
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const [a, b, c] = [inTurn("key", work("a", true)), inTurn("key", work("b")), inTurn("other", work("c"))];
  const settled = Promise.allSettled([a, b, c]);
  for (let turn = 0; turn < 3; turn += 1) {
    while (ends.length === 0) await Promise.resolve();
    ends.shift()!();
    await Promise.resolve();
  }
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  expect(log.indexOf("b begins")).toBeGreaterThan(log.indexOf("a ends"));
  expect(log.indexOf("c begins")).toBeLessThan(log.indexOf("a ends"));
});
