import { timingSafeEqual } from "node:crypto";
import { stat } from "node:fs/promises";
import { OWNER, type Principal } from "../access/principal.ts";
import { hashToken } from "../access/token.ts";
import { readTokensFile, type NamedToken } from "./tokens-file.ts";

export interface Auth {
  /** The caller of an `Authorization` header; undefined if its token is unknown. */
  authenticate(header: string | undefined): Promise<Principal | undefined>;
}

export interface AuthOptions {
  /** The first token. Its holder is the owner. */
  readonly token: string;
  /** The file of further tokens, see `readTokensFile`. It is read again after a change, so that tokens can be added and removed. */
  readonly tokensFile?: string | undefined;
  /** The caller of a token that Postgres holds. */
  readonly stored?: (token: string) => Promise<Principal | undefined>;
  /** Called when the changed file could not be read. The known tokens stay valid. */
  readonly onError?: (error: Error) => void;
}

/** The time after which the file is checked for changes again. */
const LOOK_EVERY_MS = 1_000;

/** @throws Error if the file of tokens cannot be used. */
export async function createAuth({ token, tokensFile, stored, onError }: AuthOptions): Promise<Auth> {
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
    async authenticate(header) {
      if (tokensFile !== undefined && performance.now() > lookAt) await look(tokensFile);
      const given = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? "";
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
  return tokens.map(({ name, roles, project, tokenSha256 }) => ({
    principal: { name, roles, project },
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
