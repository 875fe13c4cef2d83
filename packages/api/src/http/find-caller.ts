import type { Principal } from "../access/principal.ts";
import { FairGate, GateFull } from "../compute/fair-gate.ts";
import type { Auth } from "./auth.ts";
import type { Exceeded, Limiter } from "./rate-limits.ts";

export type FoundCaller = { readonly caller: Principal | undefined } | { readonly exceeded: Exceeded };

/** Finds the caller of a request with a credential from an address. */
export type FindCaller = (credential: string | undefined, address: string) => Promise<FoundCaller>;

/** Requests of one address that wait to be looked up. Many callers may share an address, and their right tokens wait with the wrong ones. */
const MOST_WAITING = 200;

/**
 * Looks credentials up. An address that has sent too many wrong tokens gets one look-up at a time, and beyond those that may wait none at
 * all, because each can be a query: otherwise wrong tokens would keep Postgres busy for everybody, although each of them is refused.
 */
export function createFindCaller(auth: Pick<Auth, "authenticate">, limiter: Limiter): FindCaller {
  const gate = new FairGate(2, MOST_WAITING);
  return async (credential, address) => {
    if (credential === undefined || !(await limiter.exceeds("wrongTokens", address)))
      return { caller: await auth.authenticate(credential) };
    try {
      return { caller: await gate.pass(address, "", () => auth.authenticate(credential)) };
    } catch (error) {
      if (!(error instanceof GateFull)) throw error;
      return { exceeded: (await limiter.count("wrongTokens", address)) ?? { retryAfter: 1 } };
    }
  };
}
