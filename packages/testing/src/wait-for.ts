import { setTimeout as sleep } from "node:timers/promises";

export type WaitForOptions = {
  /** Milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two checks. Default 20. */
  readonly intervalMs?: number;
  /** What the test waits for, for the message of the error. */
  readonly what?: string;
};

type Absent = false | null | undefined | 0 | "";

/**
 * Waits until `condition` returns a truthy value, and returns the value. If the condition throws, it is checked again later; its
 * last error is the cause of the time-out's error.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: WaitForOptions = {},
): Promise<Exclude<T, Absent>> {
  const { timeoutMs = 10_000, intervalMs = 20, what = "the condition" } = options;
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as Exclude<T, Absent>;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= deadline) {
      throw new Error(
        `Waited ${timeoutMs} ms in vain for ${what}`,
        lastError === undefined ? {} : { cause: lastError },
      );
    }
    await sleep(intervalMs);
  }
}
