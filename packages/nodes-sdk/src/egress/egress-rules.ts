import { nat64Target, parseAddress } from "./address-policy.ts";
import { type AllowList, parseAllowList } from "./allow-list.ts";

/**
 * Rules that narrow what the stack allows, such as those of a project. They make nothing reachable that the stack refuses. Several of them
 * hold together: a call has to fit each. Entries have the form of `EgressOptions.allow`.
 */
export interface EgressRules {
  /** Whose rules they are, for errors: `the project billing`. */
  readonly of: string;
  /** Only these may be reached. Absent: everything that the stack allows. */
  readonly only?: readonly string[];
  /** These may not be reached, even where `only` names them. */
  readonly deny?: readonly string[];
}

/** Whose rules refuse a call; undefined where all of them allow it. */
export interface RulesCheck {
  /** Before a name is resolved, so that a name that may not be reached is not told to a name server either. */
  ofHost(hostname: string, port: number): string | undefined;
  /** For an address of the host. */
  ofAddress(hostname: string, address: string, port: number): string | undefined;
}

/** @throws Error naming the entry that cannot be read */
export function rulesCheck(rules: readonly EgressRules[]): RulesCheck {
  const layers = rules.map(({ of, only, deny = [] }) => ({
    of,
    only: only && parseAllowList(only, `the egress rules of ${of}`),
    deny: parseAllowList(deny, `the egress rules of ${of}`),
  }));
  return {
    ofHost: (hostname, port) =>
      layers.find(
        ({ only, deny }) =>
          deny.allowsHost(hostname, port) || (only && !only.hasNetworks && !only.allowsHost(hostname, port)),
      )?.of,
    ofAddress: (hostname, address, port) =>
      layers.find(
        ({ only, deny }) =>
          names(deny, hostname, address, port) || (only !== undefined && !names(only, hostname, address, port)),
      )?.of,
  };
}

function names(list: AllowList, hostname: string, text: string, port: number): boolean {
  if (list.allowsHost(hostname, port)) return true;
  const address = parseAddress(text);
  if (address === undefined) return false;
  const target = nat64Target(address);
  return list.allowsAddress(address, port) || (target !== undefined && list.allowsAddress(target, port));
}
