import { expect, onTestFinished, test, vi } from "vitest";
import { addressKey, createLimiter, DEFAULT_LIMITS } from "./rate-limits.ts";

function limiter(limits: Partial<typeof DEFAULT_LIMITS>) {
  const lines: object[] = [];
  const ignore = () => {};
  const log = { debug: ignore, info: ignore, error: ignore, warn: (fields: object) => void lines.push(fields) };
  return { lines, ...createLimiter({ ...DEFAULT_LIMITS, ...limits }, log) };
}

test("a token that exceeds its limit is told when to try again, and named in the log once", async () => {
  const { count, exceeds, lines } = limiter({ requests: 2 });
  expect(await exceeds("requests", "kim")).toBe(false);
  expect([await count("requests", "kim"), await count("requests", "kim")]).toEqual([undefined, undefined]);
  expect(await exceeds("requests", "kim")).toBe(true);
  const { retryAfter = 0 } = (await count("requests", "kim")) ?? {};
  expect(retryAfter).toBeGreaterThan(0);
  expect(retryAfter).toBeLessThanOrEqual(60);
  await count("requests", "kim");
  expect(await count("requests", "lee")).toBeUndefined();
  expect(await count("wrongTokens", "kim")).toBeUndefined();
  expect(lines).toEqual([{ limit: "requests", who: "kim", refusedSinceStart: { requests: 1 } }]);
});

test("what stays open counts until it is closed, once", () => {
  const { open, lines } = limiter({ sockets: 2 });
  const close = open("sockets", "1.2.3.4")!;
  expect(open("sockets", "1.2.3.4")).toBeDefined();
  expect(open("sockets", "1.2.3.4")).toBeUndefined();
  expect(open("sockets", "1.2.3.5")).toBeDefined();
  close();
  close();
  expect(open("sockets", "1.2.3.4")).toBeDefined();
  expect(open("sockets", "1.2.3.4")).toBeUndefined();
  expect(lines).toEqual([{ limit: "sockets", who: "1.2.3.4", refusedSinceStart: { sockets: 1 } }]);
});

test("the log names each caller and limit once in a minute, with the refused requests of each kind", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { refused, lines } = limiter({});
  for (let times = 0; times < 3; times += 1) refused("compute", "main/kim");
  refused("quota", "main");
  vi.advanceTimersByTime(60_000);
  refused("compute", "main/kim");
  expect(lines).toEqual([
    { limit: "compute", who: "main/kim", refusedSinceStart: { compute: 1 } },
    { limit: "quota", who: "main", refusedSinceStart: { compute: 3, quota: 1 } },
    { limit: "compute", who: "main/kim", refusedSinceStart: { compute: 4, quota: 1 } },
  ]);
});

test("without a limit nothing is counted", async () => {
  const { count } = limiter({ requests: Infinity });
  expect(await count("requests", "kim")).toBeUndefined();
});

test("of an IPv6 address the network counts", () => {
  expect(addressKey("2001:db8:1:2:3:4:5:6")).toBe(addressKey("2001:db8:1:2:ffff::1"));
  expect(addressKey("2001:db8::a:b:c:d")).toBe(addressKey("2001:db8::1"));
  expect(addressKey("2001:db8:1:3::1")).not.toBe(addressKey("2001:db8:1:2::1"));
  expect(addressKey("::ffff:1.2.3.4")).not.toBe(addressKey("::ffff:1.2.3.5"));
});
