import type { ConnectionRequest, ConnectionSession } from "@tempograph/nodes-sdk";
import { z } from "zod";
import type { Tokens } from "./token-request.ts";

/** Tokens as a connection keeps them. */
export const keptTokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  /** When the access token should be replaced, in ms since 1970. Absent: it is used until it is refused. */
  renewAt: z.number().optional(),
  /** When a service refused the token before this one, in ms since 1970. */
  refusedAt: z.number().optional(),
});

export type KeptTokens = z.output<typeof keptTokens>;

/** How long a token is used of which the server does not say how long it is valid, if it can be replaced. */
const UNSAID_S = 600;

/** An access token is replaced a minute before it expires, and one of less than five minutes when four fifths of its time are over. */
export function keep(tokens: Tokens, canRenew: boolean, before?: KeptTokens): KeptTokens {
  const seconds = tokens.expiresIn ?? (canRenew ? UNSAID_S : undefined);
  // RFC 6749, 6: without a new refresh token the old one stays valid.
  const refreshToken = tokens.refreshToken ?? before?.refreshToken;
  return {
    accessToken: tokens.accessToken,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(seconds !== undefined && { renewAt: Date.now() + Math.max(seconds - 60, seconds * 0.8) * 1_000 }),
    ...(before?.refusedAt !== undefined && { refusedAt: before.refusedAt }),
  };
}

/**
 * Adds an access token that is valid for long enough. Where there is none, one attempt among all workers obtains it, and the others wait
 * for it: a refresh token that rotates may be used once only.
 */
export async function addAccessToken(
  { headers }: Pick<ConnectionRequest, "headers">,
  session: ConnectionSession,
  obtain: (before: KeptTokens | undefined) => Promise<KeptTokens>,
): Promise<void> {
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
  headers.set("Authorization", bearer(tokens));
}

/** For how long a service that refuses a new token as well is taken to have another reason, so that no further one is asked for. */
const OTHER_REASON_MS = 300_000;

/**
 * A service answered 401: the access token is used up, although it has not expired, and the next attempt renews it. False: a new token
 * would not help, or there is nothing to renew it with.
 */
export async function giveUpAccessToken(
  { headers }: ConnectionRequest,
  session: ConnectionSession,
  canRenew: (tokens: KeptTokens) => boolean,
): Promise<boolean> {
  const wasSent = (tokens: KeptTokens | undefined) =>
    tokens !== undefined && headers.get("Authorization") === bearer(tokens);

  const tokens = usable(await session.kept.read());
  // Another attempt was refused as well, and has given the token up, or renewed it already.
  if (tokens === undefined || !wasSent(tokens) || tokens.renewAt === 0) return true;
  const now = Date.now();
  if (!canRenew(tokens) || (tokens.refusedAt ?? 0) > now - OTHER_REASON_MS) return false;
  await session.kept.renew((kept) =>
    Promise.resolve(wasSent(usable(kept)) ? { ...kept, renewAt: 0, refusedAt: now } : kept!),
  );
  return true;
}

function usable(kept: unknown): KeptTokens | undefined {
  return keptTokens.safeParse(kept).data;
}

const bearer = ({ accessToken }: KeptTokens) => `Bearer ${accessToken}`;
