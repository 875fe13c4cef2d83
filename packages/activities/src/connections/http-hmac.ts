import { defineConnection, permanent, secretField } from "@tempograph/nodes-sdk";
import { Webhook } from "standardwebhooks";
import { z } from "zod";

export const httpHmac = defineConnection({
  type: "http.hmac",
  title: "Signed requests (Standard Webhooks)",
  description:
    "Signs each request with HMAC-SHA256 as Standard Webhooks says: `webhook-id`, `webhook-timestamp` and `webhook-signature`.",
  fields: z.object({
    // `{8,1000}` would be too large for the linear engine, with which the API checks fields before it stores them.
    secret: secretField(
      z
        .string()
        .max(1_000)
        .regex(/^(?:whsec_)?[A-Za-z0-9+/]{8,}={0,2}$/),
    ).describe("The secret that both sides know: at least 8 characters of Base64, with or without `whsec_` before it."),
  }),
  authorize({ headers, body, bodyIsStream }, { secret }) {
    // Each attempt of a step sends a POST, PUT, PATCH or DELETE with the same id (I5), so that the receiver recognises a repeated message.
    // Other requests have no key, because a receiver may answer them as often as they come: each gets an id of its own.
    const id = headers.get("Idempotency-Key") ?? crypto.randomUUID();
    const now = new Date();
    headers.set("webhook-id", id);
    headers.set("webhook-timestamp", String(Math.floor(now.getTime() / 1_000)));
    headers.set("webhook-signature", new Webhook(secret).sign(id, now, signedText(body, bodyIsStream)));
  },
});

/** @throws NodeError BODY_NOT_SIGNABLE: Standard Webhooks signs text */
function signedText(body: Uint8Array | string | undefined, bodyIsStream: boolean): string {
  if (typeof body === "string") return body;
  try {
    if (!bodyIsStream) return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    // Bytes that are no text, which the error below says as well.
  }
  throw permanent("BODY_NOT_SIGNABLE", "The body of the request cannot be signed, because it is no text.", {
    hint: "Send the body as text or as JSON, not as a stream, a form of parts or other bytes.",
  });
}
