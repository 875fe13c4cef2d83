import { parseDuration } from "../definition/duration.ts";
import type { EventData, StartPolicies } from "../definition/graph.ts";
import { createBudget } from "../expression/budget.ts";
import type { CompiledTemplate } from "../expression/compile-template.ts";
import { triggerScope, type MatchedWorkflow } from "../expression/trigger-scope.ts";
import { compilePolicyKey, policyKey, policyPriority } from "./policy-key.ts";
import type { StartPlan } from "./start-plan.ts";

/** Makes the plan for an event. Throws `ExpressionError` where a key cannot be computed. */
export type CompiledStartPolicies = (event: EventData, workflow: MatchedWorkflow) => StartPlan;

/** Compiles the policies of a version, which `validateGraph` has found to be right. Undefined: it has none. Never throws. */
export function compileStartPolicies(policies: StartPolicies | undefined): CompiledStartPolicies | undefined {
  if (policies === undefined || Object.keys(policies).length === 0) return undefined;
  let compiled: CompiledStartPolicies | undefined;
  return (event, workflow) => (compiled ??= compile(policies))(event, workflow);
}

function compile(policies: StartPolicies): CompiledStartPolicies {
  const { dedupe, rateLimit, debounce, batch, throttle, concurrency, priority, fairness } = policies;
  const keys = new Map<string, CompiledTemplate>();
  for (const policy of [dedupe, rateLimit, debounce, batch, throttle, concurrency, fairness])
    if (policy?.key !== undefined) keys.set(policy.key, compilePolicyKey(policy.key));
  const urgency = typeof priority === "string" ? compilePolicyKey(priority, "The priority") : undefined;
  const withinMs = dedupe && parseDuration(dedupe.within);
  const times = debounce && {
    afterMs: parseDuration(debounce.after),
    ...(debounce.maxWait !== undefined && { maxWaitMs: parseDuration(debounce.maxWait) }),
  };
  const afterMs = batch && parseDuration(batch.after);
  const [rateMs, throttleMs] = [rateLimit, throttle].map((policy) => policy && parseDuration(policy.per));
  return (event, workflow) => {
    // All keys share one budget, as the conditions of all triggers do.
    const budget = createBudget();
    const scope = triggerScope(event, workflow);
    const keyOf = (text: string | undefined) =>
      text === undefined ? "" : policyKey(keys.get(text)!, text, scope, budget);
    return {
      ...(dedupe && { dedupe: { key: keyOf(dedupe.key), withinMs: withinMs! } }),
      ...(rateLimit && { rateLimit: { key: keyOf(rateLimit.key), limit: rateLimit.limit, perMs: rateMs! } }),
      ...(debounce && { debounce: { key: keyOf(debounce.key), take: debounce.take, ...times! } }),
      ...(batch && { batch: { key: keyOf(batch.key), size: batch.size, afterMs: afterMs! } }),
      ...(throttle && { throttle: { key: keyOf(throttle.key), limit: throttle.limit, perMs: throttleMs! } }),
      ...(concurrency && {
        concurrency: {
          key: keyOf(concurrency.key),
          limit: concurrency.limit,
          whenFull: concurrency.whenFull ?? "queue",
        },
      }),
      ...(typeof priority === "number" && { priority }),
      ...(urgency && { priority: policyPriority(urgency, priority as string, scope, budget) }),
      ...(fairness && { fairness: { key: keyOf(fairness.key), weight: fairness.weight ?? 1 } }),
    };
  };
}
