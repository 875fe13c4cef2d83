import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { within } from "./counted-attempt.ts";

const DAY_MS = 86_400_000;

describe("the time that an attempt may take", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  it("ends the attempt when it is over", async () => {
    const attempt = within(1_000, new AbortController().signal, () => new Promise(() => undefined));
    const outcome = expect(attempt).rejects.toMatchObject({ code: "TIMEOUT_START_TO_CLOSE" });
    await vi.advanceTimersByTimeAsync(1_000);
    await outcome;
  });

  it("sets no timer that is over, or that Node.js shortens to a millisecond", async () => {
    vi.useRealTimers();
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown): void => void warnings.push(warning);
    process.on("warning", onWarning);
    const result = await within(25 * DAY_MS, new AbortController().signal, async (signal) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return signal.aborted;
    });
    await setImmediate();
    process.off("warning", onWarning);
    expect({ result, warnings }).toEqual({ result: false, warnings: [] });
  });
});
