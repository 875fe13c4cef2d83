import { Webhook } from "standardwebhooks";
import { headerOf, type HookRequest } from "../hook-request.ts";

export const STANDARD_WEBHOOK_HEADERS = ["webhook-signature", "webhook-timestamp"];

/**
 * Verifies a request by the library of Standard Webhooks (https://www.standardwebhooks.com), which many senders use. The library allows
 * five minutes between the sender's clock and ours. It stops early only at what the sender itself can see: a header that is missing, or a
 * time that is too old. What depends on the secret is compared in constant time.
 */
export function verifyStandardWebhook(secrets: readonly string[], request: HookRequest): boolean {
  const names = ["webhook-id", ...STANDARD_WEBHOOK_HEADERS];
  const headers = Object.fromEntries(names.map((name) => [name, headerOf(request, name) ?? ""]));
  // Every secret is tried, so that the time does not tell which of two valid secrets it was.
  return secrets.map((secret) => isSignedWith(secret, request.body, headers)).includes(true);
}

/** Whether a text can be the secret of Standard Webhooks: Base64, with or without `whsec_` before it. */
export function isStandardWebhookSecret(secret: string): boolean {
  try {
    new Webhook(secret);
    return true;
  } catch {
    return false;
  }
}

function isSignedWith(secret: string, body: Buffer, headers: Record<string, string>): boolean {
  try {
    // The library signs text, and replaces bytes that are no UTF-8: other bytes could then have the same signature.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    new Webhook(secret).verify(text, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}
