import { timingSafeEqual } from "node:crypto";
import { stat } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { OWNER, type Principal } from "../access/principal.ts";
import { hashToken } from "../access/token.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import { readTokensFile, type NamedToken } from "./tokens-file.ts";

export interface Auth {
  /**
   * The credential of a request: its `Authorization` header, or the cookie of its session. Browsers send the cookie by themselves, so it
   * counts only where no other site can have caused the request: reading needs nothing more, because no other site sees the answer, and
   * everything else needs an `Origin`, which `checkOrigin` has compared with the host.
   */
  credentialOf(headers: IncomingHttpHeaders, reads: boolean): string | undefined;
  /** The caller of a credential; undefined if its token or session is unknown. */
  authenticate(credential: string | undefined): Promise<Principal | undefined>;
}

export interface AuthOptions {
  /** The first token. Its holder is the owner. */
  readonly token: string;
  /** The file of further tokens, see `readTokensFile`. It is read again after a change, so that tokens can be added and removed. */
  readonly tokensFile?: string | undefined;
  /** The caller of a token that Postgres holds. */
  readonly stored?: (token: string) => Promise<Principal | undefined>;
  /** The sessions of people. Absent: nobody signs in, and no cookie counts. */
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

  return {
    credentialOf({ authorization, ...headers }, reads) {
      if (authorization !== undefined) return authorization;
      const value = reads || headers.origin !== undefined ? sessions?.read(headers) : undefined;
      return value === undefined ? undefined : `${SESSION_SCHEME} ${value}`;
    },
    async authenticate(credential = "") {
      if (tokensFile !== undefined && performance.now() > lookAt) await look(tokensFile);
      if (credential.startsWith(`${SESSION_SCHEME} `))
        return await sessions?.find(credential.slice(SESSION_SCHEME.length + 1));
      const given = /^Bearer +(\S+) *$/i.exec(credential)?.[1] ?? "";
      if (given === "") return undefined;
      return find(known, given) ?? (await stored?.(given));
    },
  };
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
function find(known: readonly Known[], token: string): Principal | undefined {
  const given = Buffer.from(hashToken(token), "hex");
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
