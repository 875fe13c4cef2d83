import { setImmediate } from "node:timers/promises";
import { createLogger } from "@tempograph/runtime";
import { expect, test } from "vitest";
import { OWNER } from "../access/principal.ts";
import { createFindCaller } from "./find-caller.ts";
import { createLimiter, DEFAULT_LIMITS } from "./rate-limits.ts";

test("an address that has sent too many wrong tokens gets one look-up at a time, and other addresses are not affected", async () => {
  const limiter = createLimiter(
    { ...DEFAULT_LIMITS, wrongTokens: 2 },
    createLogger({ service: "test", level: "silent" }),
  );
  let [lookUps, atOnce, most] = [0, 0, 0];
  const authenticate = async (credential?: string) => {
    lookUps += 1;
    most = Math.max(most, (atOnce += 1));
    await setImmediate();
    atOnce -= 1;
    return credential === "right" ? OWNER : undefined;
  };
  const findCaller = createFindCaller({ authenticate }, limiter);
  for (const wrong of ["one", "two"]) {
    expect(await findCaller(wrong, "1.2.3.4")).toEqual({ caller: undefined });
    await limiter.count("wrongTokens", "1.2.3.4");
  }
  [lookUps, most] = [0, 0];
  const all = await Promise.all(Array.from({ length: 300 }, (_, index) => findCaller(`wrong ${index}`, "1.2.3.4")));
  expect({ lookUps, most }).toEqual({ lookUps: 201, most: 1 });
  expect(all.filter((found) => "exceeded" in found && found.exceeded.retryAfter > 0)).toHaveLength(99);
  expect(await findCaller("right", "1.2.3.4")).toEqual({ caller: OWNER });
  await Promise.all(Array.from({ length: 5 }, () => findCaller("right", "1.2.3.5")));
  expect(most).toBe(5);
});
