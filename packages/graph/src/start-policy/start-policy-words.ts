import type { StartPolicies } from "../definition/graph.ts";
import type { SentencePattern } from "../definition/sentence-pattern.ts";

/** How each policy is said and read in the text of a workflow, where it can be changed. `startPolicyWords` explains it. */
export const START_POLICY_PATTERNS: { readonly [policy in keyof StartPolicies]-?: SentencePattern } = {
  dedupe: "start only once within {within} for the same {key}",
  rateLimit: "reject what is more than {limit} events within {per}[ for each {key}]",
  debounce:
    "start when no event has come for {after}[ for each {key}][ or {maxWait} after the first] with the {take} one",
  batch: "collect {size} events for at most {after}[ for each {key}]",
  throttle: "start at most {limit} executions within {per}[ for each {key}]",
  concurrency: "run at most {limit} executions at once[ for each {key}][ and {whenFull} the others]",
  priority: "start with the priority {priority}",
  fairness: "share the turns between each {key}[ with the weight {weight}]",
};

/** One sentence for each policy, in the order in which they are asked. */
export function startPolicyWords(policies: StartPolicies): readonly string[] {
  const { dedupe, rateLimit, debounce, batch, throttle, concurrency, priority, fairness } = policies;
  const words: string[] = [];
  if (dedupe) words.push(`Of events with the same ${dedupe.key}, only the first within ${dedupe.within} starts it.`);
  if (rateLimit)
    words.push(
      `At most ${events(rateLimit.limit)} within ${rateLimit.per} may start it${per(rateLimit.key)}; others are rejected.`,
    );
  if (debounce) {
    const { key, after, maxWait, take } = debounce;
    const most = maxWait === undefined ? "" : `, or ${maxWait} have passed since the first`;
    const others = take === "last" ? "earlier" : "later";
    words.push(
      `When no event has come for ${after}${per(key)}${most}, the ${take} one starts it; ${others} ones start nothing.`,
    );
  }
  if (batch)
    words.push(
      `${events(batch.size)}${per(batch.key)}, or as many as come within ${batch.after}, start one execution together.`,
    );
  if (throttle)
    words.push(`At most ${executions(throttle.limit)} within ${throttle.per}${per(throttle.key)}; others start later.`);
  if (concurrency) {
    const others = OTHERS[concurrency.whenFull ?? "queue"];
    words.push(
      `At most ${concurrency.limit} ${concurrency.limit === 1 ? "execution runs" : "executions run"} at once${per(concurrency.key)}; ${others}.`,
    );
  }
  if (priority !== undefined)
    words.push(`Where executions wait, its priority is ${priority} of 1 to 5; 1 comes first.`);
  if (fairness) {
    const weight = fairness.weight === undefined ? "" : ` with the weight ${fairness.weight}`;
    words.push(`Where executions wait, each ${fairness.key} gets its share of the turns${weight}.`);
  }
  return words;
}

const OTHERS = {
  queue: "others wait for their turn",
  drop: "others are rejected",
  cancelOldest: "the oldest is cancelled for the next one",
};
const events = (limit: number) => (limit === 1 ? "1 event" : `${limit} events`);
const executions = (limit: number) => (limit === 1 ? "1 execution starts" : `${limit} executions start`);
const per = (key: string | undefined) => (key === undefined ? "" : ` for each ${key}`);
