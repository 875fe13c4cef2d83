import { createBatcher } from "@tempograph/runtime";
import { createHash, randomBytes } from "node:crypto";

/** What the names of tokens and of roles are made of. */
export const CALLER_NAME = /^[\w.@-]{1,100}$/;

/** A new random token of 256 bits. */
export function newToken(): string {
  return `tg_${randomBytes(32).toString("base64url")}`;
}

/** Whether a text has the form of a token that `newToken` makes. */
export function hasTokenForm(text: string): boolean {
  return /^tg_[\w-]{43}$/.test(text);
}

/** The SHA-256 of a token in hex, which is what is stored. A token is random, so its hash cannot be guessed back. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * Finds rows by the hash of a token. Calls of the same moment share a query, so that neither a burst of wrong tokens nor thousands of open
 * sockets, whose callers are looked up again and again, keep Postgres busy for everybody (I14).
 */
export function byHash<Row extends { readonly hash: string }>(
  find: (hashes: readonly string[]) => Promise<readonly Row[]>,
): (hash: string) => Promise<Row | undefined> {
  return createBatcher<string, Row | undefined>({
    maxWeight: 1_000,
    lanes: 2,
    async work(hashes) {
      const rows = new Map((await find([...new Set(hashes)])).map((row) => [row.hash, row]));
      return hashes.map((hash) => rows.get(hash));
    },
  });
}
