import { findValidTokens, touchToken, type Database } from "@tempograph/db";
import type { Principal } from "./principal.ts";
import { byHash } from "./token.ts";

/** How old the written last use of a token may become. */
const LAST_USE_MS = 60_000;

/**
 * Finds the callers of tokens that Postgres holds, by the tokens' hashes. A query that begins after the call answers it and nothing is remembered, so that a revoked token is
 * refused by every process from the moment of its revocation.
 */
export function storedTokens(db: Database, onError: (error: Error) => void) {
  const find = byHash((hashes) => findValidTokens(db, hashes));
  return async (hash: string): Promise<Principal | undefined> => {
    const found = await find(hash);
    if (found === undefined) return undefined;
    const { id, name, roles, project, lastUsedAt } = found;
    // Nobody waits for this write.
    if (lastUsedAt === null || Date.now() - lastUsedAt.getTime() > LAST_USE_MS) touchToken(db, id).catch(onError);
    return { name, roles, project };
  };
}
