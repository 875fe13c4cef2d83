import { timingSafeEqual } from "node:crypto";
import { stat } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { OWNER, type Principal } from "../access/principal.ts";
import { hashToken, hasTokenForm } from "../access/token.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import { readTokensFile, type NamedToken } from "./tokens-file.ts";

/**
 * A page of this origin sends it with what changes something. Pages of other origins cannot: a header of its own makes a browser ask the
 * API first whether they may, and the API says no.
 */
export const SESSION_HEADER = "tempograph-session";

/**
 * What a session's cookie needs beside it. Reading needs nothing more, because no other site sees the answer. A socket needs an `Origin`,
 * which `checkOrigin` has compared with the host. Whatever changes something needs the header, too.
 */
export type CookieNeeds = "nothing" | "origin" | "header";

export interface Auth {
  /**
   * The credential of a request: its `Authorization` header, or the cookie of its session. Browsers send the cookie by themselves, so it
   * counts only where no other site can have caused the request.
   */
  credentialOf(headers: IncomingHttpHeaders, needs: CookieNeeds): string | undefined;
  /** The caller of a token, by its hash; undefined if it is unknown, revoked or expired. */
  callerOf(tokenHash: string): Promise<Principal | undefined>;
  /** The caller of a credential; undefined if its token or session is unknown. */
  authenticate(credential: string | undefined): Promise<Principal | undefined>;
}

export interface AuthOptions {
  /** The first token. Its holder is the owner. */
  readonly token: string;
  /** The file of further tokens, see `readTokensFile`. It is read again after a change, so that tokens can be added and removed. */
  readonly tokensFile?: string | undefined;
  /** The caller of a token that Postgres holds, by the token's hash. */
  readonly stored?: (hash: string) => Promise<Principal | undefined>;
  /** The sessions of people. Absent: no cookie counts. */
  readonly sessions?: Pick<Sessions, "read" | "find"> | undefined;
  /** Called when the changed file could not be read. The known tokens stay valid. */
  readonly onError?: (error: Error) => void;
}

/** The scheme of a credential that is the value of a session's cookie. */
const SESSION_SCHEME = "Session";
/** The time after which the file is checked for changes again. */
const LOOK_EVERY_MS = 1_000;

/** @throws Error if the file of tokens cannot be used. */
export async function createAuth({ token, tokensFile, stored, sessions, onError }: AuthOptions): Promise<Auth> {
  const owner: NamedToken = { ...OWNER, tokenSha256: hashToken(token) };
  let known = toKnown([owner]);
  let changed = tokensFile === undefined ? "" : await changeOf(tokensFile);
  let lookAt = performance.now() + LOOK_EVERY_MS;
  if (tokensFile !== undefined) known = toKnown([owner, ...(await readTokensFile(tokensFile))]);

  async function look(path: string): Promise<void> {
    lookAt = performance.now() + LOOK_EVERY_MS;
    const now = await changeOf(path);
    if (now === changed) return;
    changed = now;
    try {
      known = toKnown([owner, ...(await readTokensFile(path))]);
    } catch (error) {
      onError?.(error as Error);
    }
  }

  /** Tokens that Postgres holds have a form, so that others need no query. */
  async function callerOf(hash: string, mayBeStored = true): Promise<Principal | undefined> {
    if (tokensFile !== undefined && performance.now() > lookAt) await look(tokensFile);
    return find(known, hash) ?? (mayBeStored ? await stored?.(hash) : undefined);
  }

  return {
    callerOf,
    credentialOf({ authorization, ...headers }, needs) {
      if (authorization !== undefined) return authorization;
      if (needs !== "nothing" && headers.origin === undefined) return undefined;
      if (needs === "header" && headers[SESSION_HEADER] === undefined) return undefined;
      const value = sessions?.read(headers);
      return value === undefined ? undefined : `${SESSION_SCHEME} ${value}`;
    },
    async authenticate(credential = "") {
      if (credential.startsWith(`${SESSION_SCHEME} `)) {
        const session = await sessions?.find(credential.slice(SESSION_SCHEME.length + 1));
        if (session === undefined || session.tokenHash === null) return session?.caller;
        // A session that was begun with a token has the rights that the token has now, and ends with it.
        return await callerOf(session.tokenHash);
      }
      const given = tokenOf(credential);
      if (given === undefined) return undefined;
      return await callerOf(hashToken(given), hasTokenForm(given));
    },
  };
}

/** The token of an `Authorization` header. */
export function tokenOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
}

interface Known {
  readonly principal: Principal;
  readonly digest: Buffer;
}

function toKnown(tokens: readonly NamedToken[]): readonly Known[] {
  return tokens.map(({ tokenSha256, ...principal }) => ({
    principal,
    digest: Buffer.from(tokenSha256, "hex"),
  }));
}

/**
 * Compares the token with every known one, even after a match, so that the time does not depend on the token. Digests are compared,
 * because `timingSafeEqual` requires equal lengths.
 */
function find(known: readonly Known[], hash: string): Principal | undefined {
  const given = Buffer.from(hash, "hex");
  let found: Principal | undefined;
  for (const { principal, digest } of known) if (timingSafeEqual(given, digest)) found = principal;
  return found;
}

async function changeOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino, mode } = await stat(path);
    return [mtimeMs, size, ino, mode].join(" ");
  } catch {
    return "gone";
  }
}
