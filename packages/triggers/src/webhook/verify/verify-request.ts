import type { HookAuth } from "@tempograph/graph";
import { headerOf, type HookRequest } from "../hook-request.ts";
import { equalsOne } from "./equal-secret.ts";
import { signatureSchemes } from "./schemes.ts";
import { verifySignature } from "./verify-signature.ts";
import { STANDARD_WEBHOOK_HEADERS, verifyStandardWebhook } from "./verify-standard-webhook.ts";

/** How far the clock of a sender may be from ours. Stripe, Slack and Standard Webhooks all advise five minutes. */
const TOLERANCE_SECONDS = 300;

/**
 * Whether the request comes from somebody who knows one of the secrets. The answer is yes or no, and never says which part was wrong: a
 * hint would help whoever guesses. `secrets` has one secret, or two while they are exchanged.
 */
export function verifyRequest(
  auth: HookAuth,
  secrets: readonly string[],
  request: HookRequest,
  now: Date = new Date(),
): boolean {
  switch (auth.type) {
    case "none":
      return true;
    case "token": {
      const header = tokenHeader(auth);
      const given = headerOf(request, header) ?? "";
      return equalsOne(header === "authorization" ? given.replace(/^bearer /i, "") : given, secrets);
    }
    case "basic": {
      const encoded = /^basic ([A-Za-z0-9+/_-]*={0,2})$/i.exec(headerOf(request, "authorization") ?? "")?.[1] ?? "";
      return equalsOne(
        Buffer.from(encoded, "base64"),
        secrets.map((password) => `${auth.user}:${password}`),
      );
    }
    case "hmac": {
      const { preset = "standard", toleranceSeconds = TOLERANCE_SECONDS } = auth;
      if (preset === "standard") return verifyStandardWebhook(secrets, request);
      return verifySignature(signatureSchemes[preset], secrets, request, { now, toleranceSeconds });
    }
  }
}

/** The headers that carry the proof. They are left out of the event: whoever reads an event must not be able to repeat the request. */
export function proofHeaders(auth: HookAuth): readonly string[] {
  if (auth.type === "none") return [];
  if (auth.type === "token") return [tokenHeader(auth)];
  if (auth.type === "basic") return ["authorization"];
  const { preset = "standard" } = auth;
  return preset === "standard" ? STANDARD_WEBHOOK_HEADERS : signatureSchemes[preset].headers;
}

function tokenHeader({ header = "authorization" }: Extract<HookAuth, { type: "token" }>): string {
  return header.toLowerCase();
}
