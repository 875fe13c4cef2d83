import type { Logger } from "@tempograph/runtime";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** What one token or one address may ask of an API process. Infinity: no limit. */
export interface RateLimits {
  /** Requests of a token in a minute. An operation over a WebSocket counts as a request. */
  readonly requests: number;
  /** Requests without a token from an address in a minute. */
  readonly anonymous: number;
  /** Wrong tokens from an address in a minute. */
  readonly wrongTokens: number;
  /** Attempts of a token in a minute at audited operations that its roles do not allow. Each is a row of the audit log. */
  readonly refusals: number;
  /** Open WebSockets of an address. */
  readonly sockets: number;
  /** Open subscriptions of a token, over WebSockets and as streams. */
  readonly subscriptions: number;
}

/** Far above what a dashboard or a program does that sends 200 events in a second. */
export const DEFAULT_LIMITS: RateLimits = {
  requests: 60_000,
  anonymous: 3_000,
  wrongTokens: 60,
  refusals: 300,
  sockets: 200,
  subscriptions: 300,
};

/** A limit was exceeded. */
export interface Exceeded {
  /** Seconds after which to try again. */
  readonly retryAfter: number;
}

/** What is counted in a minute. */
const COUNTED = ["requests", "anonymous", "wrongTokens", "refusals"] as const;
type Counted = (typeof COUNTED)[number];

/** A limit that may be exceeded: one of `RateLimits`, or another one that has its own counting. */
export type LimitKind = keyof RateLimits | "compute" | "searches" | "quota";

export interface Limiter {
  /** Counts one. Undefined: the limit is not exceeded. */
  count(what: Counted, who: string): Promise<Exceeded | undefined>;
  /** Whether the next one would be refused. */
  exceeds(what: Counted, who: string): Promise<boolean>;
  /** Counts something that stays open, until the function that it gives is called. Undefined: the limit is exceeded. */
  open(what: "sockets" | "subscriptions", who: string): (() => void) | undefined;
  /** Counts a request that was refused for a limit which is not kept here. */
  refused(what: LimitKind, who: string): void;
}

const MINUTE_S = 60;

/**
 * Counts in this process. The log names each token or address once in a minute by its name, never by the token itself, with the
 * number of requests of each kind that were refused since the start.
 */
export function createLimiter(limits: RateLimits, log: Logger): Limiter {
  const counters = new Map(
    COUNTED.map((what) => [
      what,
      new RateLimiterMemory({
        keyPrefix: what,
        points: Math.min(limits[what], Number.MAX_SAFE_INTEGER),
        duration: MINUTE_S,
      }),
    ]),
  );
  const open = new Map<string, number>();
  const refusedSinceStart: Partial<Record<LimitKind, number>> = {};
  /** What was logged in this minute. */
  const told = new Set<string>();
  let minute = 0;

  function refused(what: LimitKind, who: string): void {
    refusedSinceStart[what] = (refusedSinceStart[what] ?? 0) + 1;
    const now = Math.floor(performance.now() / (MINUTE_S * 1_000));
    if (now !== minute) told.clear();
    minute = now;
    const key = `${what} ${who}`;
    if (told.has(key)) return;
    told.add(key);
    log.warn({ limit: what, who, refusedSinceStart: { ...refusedSinceStart } }, "A limit is exceeded");
  }

  return {
    refused,
    async count(what, who) {
      try {
        await counters.get(what)!.consume(who);
        return undefined;
      } catch (result) {
        if (!(result instanceof RateLimiterRes)) throw result;
        refused(what, who);
        return { retryAfter: Math.max(1, Math.ceil(result.msBeforeNext / 1_000)) };
      }
    },
    async exceeds(what, who) {
      const state = await counters.get(what)!.get(who);
      return state !== null && state.consumedPoints >= limits[what];
    },
    open(what, who) {
      const key = `${what} ${who}`;
      const count = open.get(key) ?? 0;
      if (count >= limits[what]) {
        refused(what, who);
        return undefined;
      }
      open.set(key, count + 1);
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        const left = open.get(key)! - 1;
        if (left === 0) open.delete(key);
        else open.set(key, left);
      };
    },
  };
}

/** The address of a client as a key. Of IPv6 the network counts, because one client has as many addresses as it likes. */
export function addressKey(address: string | undefined): string {
  if (address === undefined || !address.includes(":") || address.includes(".")) return address ?? "unknown";
  const [head = [], tail] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = tail === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...(tail ?? [])];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
