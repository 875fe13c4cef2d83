import type { StartPolicies } from "../definition/graph.ts";

/** One sentence for each policy, in the order in which they are asked. */
export function startPolicyWords({ dedupe, rateLimit, throttle, concurrency }: StartPolicies): readonly string[] {
  const words: string[] = [];
  if (dedupe) words.push(`Of events with the same ${dedupe.key}, only the first within ${dedupe.within} starts it.`);
  if (rateLimit)
    words.push(
      `At most ${events(rateLimit.limit)} within ${rateLimit.per} may start it${per(rateLimit.key)}; others are rejected.`,
    );
  if (throttle)
    words.push(`At most ${executions(throttle.limit)} within ${throttle.per}${per(throttle.key)}; others start later.`);
  if (concurrency) {
    const others = concurrency.whenFull === "drop" ? "others are rejected" : "others wait for their turn";
    words.push(
      `At most ${concurrency.limit} ${concurrency.limit === 1 ? "execution runs" : "executions run"} at once${per(concurrency.key)}; ${others}.`,
    );
  }
  return words;
}

const events = (limit: number) => (limit === 1 ? "1 event" : `${limit} events`);
const executions = (limit: number) => (limit === 1 ? "1 execution starts" : `${limit} executions start`);
const per = (key: string | undefined) => (key === undefined ? "" : ` for each ${key}`);
