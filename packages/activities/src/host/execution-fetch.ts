import { createEgressFetch, type EgressFetch, type EgressOptions, type EgressRules } from "@tempograph/nodes-sdk";

/** `fetch` for the steps of an execution, under the rules of the stack and those of the execution. */
export interface ExecutionFetch {
  /** Asked for each call, so that a change of the rules reaches the next one. */
  of(executionId: string): Promise<EgressFetch>;
  /** Closes idle connections. */
  close(): Promise<void>;
}

/** Rules that were changed are not used again; their connections close by themselves. */
const MOST_SETS_OF_RULES = 100;

/**
 * Executions with the same rules share connections. Others do not: an open connection leads to an address that only the rules of the call
 * that opened it were asked about.
 *
 * @throws Error when an entry of `egress.allow` cannot be read
 */
export function executionFetch(
  options: EgressOptions = {},
  rulesOf?: (executionId: string) => Promise<EgressRules | undefined>,
): ExecutionFetch {
  const common = createEgressFetch(options);
  const narrower = new Map<string, EgressFetch>();
  const under = (rules: EgressRules): EgressFetch => {
    const key = JSON.stringify(rules);
    const known = narrower.get(key);
    if (known !== undefined) return known;
    const [oldest] = narrower.keys();
    if (narrower.size >= MOST_SETS_OF_RULES && oldest !== undefined) narrower.delete(oldest);
    const fetch = createEgressFetch({ ...options, rules: [...(options.rules ?? []), rules] });
    narrower.set(key, fetch);
    return fetch;
  };
  return {
    of: async (executionId) => {
      const rules = await rulesOf?.(executionId);
      return rules === undefined ? common : under(rules);
    },
    close: async () => {
      await Promise.all([common, ...narrower.values()].map((fetch) => fetch.close()));
    },
  };
}
