import type { JsonObject } from "@tempograph/graph";
import type { EgressRequestInit } from "../egress/egress-fetch.ts";
import { permanent } from "../error/node-error.ts";

/**
 * What a connection type has beside its fields, for credentials that have to be obtained first, such as the tokens of OAuth 2. It
 * belongs to one attempt.
 */
export interface ConnectionSession {
  /**
   * Requests without the connection's credentials, to hosts that the stack allows; they need not be hosts of the connection. For
   * the server that gives credentials out. They do not stop with the step: an answer with new credentials must not be lost.
   */
  readonly fetch: (url: string | URL, init?: EgressRequestInit) => Promise<Response>;
  readonly signal: AbortSignal;
  readonly kept: KeptCredentials;
  /** Has a text taken out of what the attempt leaves behind, as the secret fields are (I10). */
  conceal(secret: string): void;
}

/** Credentials that were obtained with a connection: encrypted in Postgres, shared by all workers. */
export interface KeptCredentials {
  /** The credentials as they were kept last. Does not wait for a renewal. */
  read(): Promise<JsonObject | undefined>;
  /**
   * Replaces them. While `make` runs no other attempt, of whichever worker, renews the credentials of this connection: `make` gets
   * what the last of them kept. What `make` gives is stored before `renew` resolves, so that nothing is used that could be lost.
   * If `make` throws a permanent `NodeError`, the connection is marked with its code, for people to see.
   */
  renew(make: (kept: JsonObject | undefined) => Promise<JsonObject>): Promise<JsonObject>;
}

/** The session where there is none: types that only use their fields do not notice. */
export const NO_SESSION: ConnectionSession = {
  get fetch(): never {
    throw noSession();
  },
  get signal(): never {
    throw noSession();
  },
  get kept(): never {
    throw noSession();
  },
  conceal: () => undefined,
};

function noSession() {
  return permanent("CONNECTION_NEEDS_WORKER", "This connection obtains its credentials first, which needs a worker.", {
    hint: "Run the node in an execution or by runNode of the API.",
  });
}

/** Keeps credentials in memory: for tests. */
export function keepInMemory(): KeptCredentials & { readonly problem: () => string | undefined } {
  let kept: JsonObject | undefined;
  let problem: string | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    problem: () => problem,
    read: () => Promise.resolve(kept),
    renew(make) {
      const renewed = last.then(async () => {
        kept = await make(kept).catch((error: unknown) => {
          problem = (error as { readonly code?: string }).code;
          throw error;
        });
        problem = undefined;
        return kept;
      });
      last = renewed.catch(() => undefined);
      return renewed;
    },
  };
}
