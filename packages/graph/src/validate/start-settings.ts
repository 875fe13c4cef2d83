import { isObject } from "../definition/json.ts";
import type { Problem } from "../definition/problem.ts";
import type { StartPolicies } from "../definition/graph.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { compilePolicyKey } from "../start-policy/policy-key.ts";
import { atLeast, check, duration, oneOf, type Check, type Fieldset } from "./setting-check.ts";

/** A text without `{{ }}` would be the same key for every event, which nobody means who writes `payload.customer`. */
const key: Check = check(
  {
    type: "string",
    format: "template",
    description:
      "The policy holds for each value by itself, such as {{ payload.customer }}. Without a key all events count together.",
  },
  (value) => {
    if (typeof value !== "string" || !value.includes("{{"))
      return 'a text with {{ }}, such as "{{ payload.customer }}"; without a key all events of the workflow count together';
    return checked(value, "A key");
  },
);

function checked(template: string, what: string): ReturnType<Check> {
  try {
    compilePolicyKey(template, what);
    return null;
  } catch (error) {
    if (error instanceof ExpressionError)
      return { message: `${error.message}.`, hint: `${error.hint ?? "Correct the text"}.` };
    throw error;
  }
}
const priority: Check = check(
  {
    type: ["integer", "string"],
    format: "template",
    description: "1 comes first, 3 is the default, 5 comes last; or a text with {{ }}.",
  },
  (value) => {
    if (typeof value === "number") return atLeast(1, 5, true)(value);
    if (typeof value !== "string" || !value.includes("{{")) return "a whole number from 1 to 5, or a text with {{ }}";
    return checked(value, "The priority");
  },
);
const count = atLeast(1, 10_000, true);

/** What each start policy consists of. */
export const START_SETTINGS = {
  dedupe: { key, within: duration(1) },
  rateLimit: { limit: count, per: duration(1), key },
  debounce: { after: duration(1), maxWait: duration(1), take: oneOf("first", "last"), key },
  batch: { size: atLeast(2, 1_000, true), after: duration(1), key },
  throttle: { limit: count, per: duration(1), key },
  concurrency: { limit: count, key, whenFull: oneOf("queue", "drop", "cancelOldest") },
  priority,
  fairness: { key, weight: atLeast(0.001, 1_000, false) },
} satisfies Record<keyof StartPolicies, Fieldset | Check>;

const REQUIRED = {
  dedupe: ["key", "within"],
  rateLimit: ["limit", "per"],
  debounce: ["after", "take"],
  batch: ["size", "after"],
  throttle: ["limit", "per"],
  concurrency: ["limit"],
  fairness: ["key"],
} as const satisfies {
  readonly [Policy in keyof Omit<StartPolicies, "priority">]-?: readonly (keyof NonNullable<StartPolicies[Policy]>)[];
};

/** The fields without which a policy has no meaning. */
export function* missingStartSettings(start: StartPolicies | undefined): Iterable<Problem> {
  if (!isObject(start)) return;
  for (const [name, fields] of Object.entries(REQUIRED)) {
    const policy: unknown = start[name as keyof StartPolicies];
    if (!isObject(policy)) continue;
    for (const field of fields) {
      if (policy[field] !== undefined) continue;
      const path = `/settings/start/${name}/${field}`;
      yield {
        code: "MISSING_FIELD",
        severity: "error",
        path,
        message: `${name} has no ${field}.`,
        hint: `Add "${field}" to ${name}, or remove the policy. docs/start-policies.md has an example of each.`,
      };
    }
  }
}
