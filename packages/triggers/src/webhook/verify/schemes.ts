import type { SignaturePreset } from "@tempograph/graph";
import { headerOf } from "../hook-request.ts";
import type { SignatureScheme } from "./signature-scheme.ts";

/** The kinds of senders that sign with HMAC-SHA256 in a way of their own. */
export const signatureSchemes = {
  /** https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
  github: {
    headers: ["x-hub-signature-256", "x-hub-signature"],
    read(request) {
      const hex = /^sha256=([0-9a-f]{64})$/i.exec(headerOf(request, "x-hub-signature-256") ?? "")?.[1];
      return hex === undefined ? undefined : { signed: request.body, signatures: [Buffer.from(hex, "hex")] };
    },
    deliveryId: { header: "x-github-delivery" },
  },
  /** https://docs.stripe.com/webhooks/signature: `t=1492774577,v1=5257…,v1=9d1f…,v0=6ffb…` */
  stripe: {
    headers: ["stripe-signature"],
    read(request) {
      const parts = (headerOf(request, "stripe-signature") ?? "").split(",").map((part) => part.trim());
      const time = parts.find((part) => /^t=\d{1,12}$/.test(part))?.slice(2);
      const signatures = parts
        .filter((part) => /^v1=[0-9a-f]{64}$/i.test(part))
        .slice(0, MAX_SIGNATURES)
        .map((part) => Buffer.from(part.slice(3), "hex"));
      if (time === undefined || signatures.length === 0) return undefined;
      return { signed: prefixed(`${time}.`, request.body), signatures, timestamp: Number(time) };
    },
    deliveryId: { field: "id" },
  },
  /** https://docs.slack.dev/authentication/verifying-requests-from-slack */
  slack: {
    headers: ["x-slack-signature", "x-slack-request-timestamp"],
    read(request) {
      const hex = /^v0=([0-9a-f]{64})$/i.exec(headerOf(request, "x-slack-signature") ?? "")?.[1];
      const time = headerOf(request, "x-slack-request-timestamp") ?? "";
      if (hex === undefined || !/^\d{1,12}$/.test(time)) return undefined;
      const signed = prefixed(`v0:${time}:`, request.body);
      return { signed, signatures: [Buffer.from(hex, "hex")], timestamp: Number(time) };
    },
    deliveryId: { field: "event_id" },
  },
  /** https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
  shopify: {
    headers: ["x-shopify-hmac-sha256"],
    read(request) {
      const base64 = headerOf(request, "x-shopify-hmac-sha256") ?? "";
      return /^[A-Za-z0-9+/]{43}=$/.test(base64)
        ? { signed: request.body, signatures: [Buffer.from(base64, "base64")] }
        : undefined;
    },
    deliveryId: { header: "x-shopify-webhook-id" },
  },
} satisfies Readonly<Record<Exclude<SignaturePreset, "standard">, SignatureScheme>>;

/** More signatures than this are no exchange of a secret, but an attempt to guess. */
const MAX_SIGNATURES = 5;

function prefixed(text: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(text, "utf8"), body]);
}
