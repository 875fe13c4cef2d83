import { createHash } from "node:crypto";
import type { ConnectionSession } from "@tempograph/nodes-sdk";
import { z } from "zod";
import type { Tokens } from "./token-request.ts";

/** Tokens as a connection keeps them. */
export const keptTokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  /** When the access token should be replaced, in ms since 1970. Absent: it is used until it is refused. */
  renewAt: z.number().optional(),
  /** The fields with which they were obtained, as a hash. Other fields need other tokens. */
  of: z.string(),
});

export type KeptTokens = z.output<typeof keptTokens>;

/** How long a token is used of which the server does not say how long it is valid, if it can be replaced. */
const UNSAID_S = 600;

/** An access token is replaced a minute before it expires, and one of less than five minutes when four fifths of its time are over. */
export function keep(tokens: Tokens, of: string, canRenew: boolean, before?: KeptTokens): KeptTokens {
  const seconds = tokens.expiresIn ?? (canRenew ? UNSAID_S : undefined);
  // RFC 6749, 6: without a new refresh token the old one stays valid.
  const refreshToken = tokens.refreshToken ?? before?.refreshToken;
  return {
    accessToken: tokens.accessToken,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(seconds !== undefined && { renewAt: Date.now() + Math.max(seconds - 60, seconds * 0.8) * 1_000 }),
    of,
  };
}

export function hashOf(...fields: readonly (string | undefined)[]): string {
  return createHash("sha256").update(JSON.stringify(fields)).digest("base64url");
}

/**
 * An access token that is valid for long enough. Where there is none, one attempt among all workers obtains it, and the others wait for
 * it: a refresh token that rotates may be used once only.
 */
export async function accessToken(
  session: ConnectionSession,
  of: string,
  obtain: (before: KeptTokens | undefined) => Promise<KeptTokens>,
): Promise<string> {
  const usable = (kept: unknown): KeptTokens | undefined => {
    const parsed = keptTokens.safeParse(kept);
    return parsed.success && parsed.data.of === of ? parsed.data : undefined;
  };
  const isFresh = ({ renewAt }: KeptTokens) => renewAt === undefined || renewAt > Date.now();

  const known = usable(await session.kept.read());
  const tokens =
    known !== undefined && isFresh(known)
      ? known
      : ((await session.kept.renew(async (kept) => {
          const before = usable(kept);
          // Another attempt may have renewed them while this one waited.
          return before !== undefined && isFresh(before) ? kept! : await obtain(before);
        })) as KeptTokens);
  for (const secret of [tokens.accessToken, tokens.refreshToken]) if (secret !== undefined) session.conceal(secret);
  return tokens.accessToken;
}
