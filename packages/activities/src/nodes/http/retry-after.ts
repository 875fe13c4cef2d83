/** Longer than this nobody means it; the policy's interval counts instead. */
const LONGEST_MS = 24 * 60 * 60 * 1_000;

/** Milliseconds that a `Retry-After` header asks for: seconds, or an HTTP date. Undefined where it cannot be read. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(ms) || ms > LONGEST_MS ? undefined : Math.max(0, ms);
}
