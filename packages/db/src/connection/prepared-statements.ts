import { createHash } from "node:crypto";
import type pg from "pg";

/** The greatest number of prepared statements on a connection, and the number of uses after which a statement is prepared. */
const MAX_PREPARED = 100;
const USES_BEFORE = 5;
const MAX_COUNTED = 1_000;

/**
 * Plans are renewed after 1, 2, 4 … 60 s. A prepared statement keeps its plan until the table's statistics change, so a plan
 * made while a table was empty would scan the whole table when it is full.
 */
const MAX_PLAN_AGE_MS = 60_000;

/** Chooses which statements of a pool are prepared: a text that has been used often gets a name, the same on every connection. */
class PreparedStatements {
  readonly #names = new Map<string, string>();
  #uses = new Map<string, number>();

  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MAX_PREPARED) return known;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses < USES_BEFORE) {
      // Texts that are made for a single call (such as a list of values) would let this map grow without limit.
      if (this.#uses.size >= MAX_COUNTED) this.#uses = new Map();
      this.#uses.set(text, uses);
      return undefined;
    }
    this.#uses.delete(text);
    const name = `tg_${createHash("sha256").update(text).digest("base64url").slice(0, 16)}`;
    this.#names.set(text, name);
    return name;
  }
}

/**
 * A client class for one pool that prepares the statements which are used most, so that Postgres parses and plans them
 * once. Not for a pooler that gives each transaction another connection.
 */
export function preparingClient(Base: typeof pg.Client): typeof pg.Client {
  const statements = new PreparedStatements();
  return class PreparingClient extends Base {
    #planAgeMs = 1_000;
    #discardAt = performance.now() + this.#planAgeMs;

    // Kysely calls it with text and values; everything else goes through as it is.
    override query(...args: unknown[]): never {
      const query = super.query.bind(this) as (...args: unknown[]) => never;
      const [text, values] = args;
      if (typeof text !== "string" || !Array.isArray(values) || values.length === 0 || args.length > 2)
        return query(...args);
      const name = statements.nameOf(text);
      if (name === undefined) return query(text, values);
      this.#discardOldPlans(query);
      return query({ name, text, values });
    }

    #discardOldPlans(query: (text: string) => Promise<unknown>): void {
      const now = performance.now();
      if (now < this.#discardAt) return;
      this.#planAgeMs = Math.min(this.#planAgeMs * 2, MAX_PLAN_AGE_MS);
      this.#discardAt = now + this.#planAgeMs;
      // Queued before the statement. Where the connection is broken, the statement behind it says so.
      query("discard plans").catch(() => {});
    }
  } as unknown as typeof pg.Client;
}
