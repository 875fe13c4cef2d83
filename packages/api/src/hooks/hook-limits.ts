import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Exceeded } from "../http/rate-limits.ts";

/** What keeps one hook from using up the API. */
export interface HookLimits {
  /** Counts a request of the hook in this minute. Undefined: it is within the limit. */
  count(hook: string, perMinute: number): Promise<Exceeded | undefined>;
  /** A sender begins to wait for an answer, until the function that it gives is called. Undefined: too many wait already. */
  wait(hook: string): (() => void) | undefined;
}

/** How many senders may wait for an answer at the same time, of one hook and in this process. Each holds a connection. */
const WAITING_PER_HOOK = 100;
const WAITING = 1_000;

export function createHookLimits(): HookLimits {
  // The limit belongs to the hook, so what is counted here has none of its own.
  const counter = new RateLimiterMemory({ keyPrefix: "hook", points: Number.MAX_SAFE_INTEGER, duration: 60 });
  const waiting = new Map<string, number>();
  let all = 0;
  return {
    async count(hook, perMinute) {
      const { consumedPoints, msBeforeNext } = await counter.consume(hook);
      if (consumedPoints <= perMinute) return undefined;
      return { retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1_000)) };
    },
    wait(hook) {
      const count = waiting.get(hook) ?? 0;
      if (count >= WAITING_PER_HOOK || all >= WAITING) return undefined;
      waiting.set(hook, count + 1);
      all += 1;
      return () => {
        all -= 1;
        const left = waiting.get(hook)! - 1;
        if (left === 0) waiting.delete(hook);
        else waiting.set(hook, left);
      };
    },
  };
}
