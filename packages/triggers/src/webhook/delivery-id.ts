import { createHash } from "node:crypto";
import { isObject, type Json, type WebhookConfig } from "@tempograph/graph";
import { headerOf, type HookRequest } from "./hook-request.ts";
import { signatureSchemes } from "./verify/schemes.ts";
import type { DeliveryId, SignatureScheme } from "./verify/signature-scheme.ts";

/** A CloudEvents id may not be longer. */
const MAX_ID_LENGTH = 512;

/**
 * What identifies the delivery, the same when the sender repeats it: what the configuration says, or else what senders of this kind send.
 * A request whose moment is signed and that has no id is identified by its signature, so that it cannot be replayed within the time for
 * which its signature is valid. Undefined: two requests are always two events.
 */
export function deliveryIdOf(
  { deliveryId, auth = { type: "none" } }: WebhookConfig,
  request: HookRequest,
  body: Json,
): string | undefined {
  const preset = auth.type === "hmac" ? (auth.preset ?? "standard") : undefined;
  if (deliveryId !== undefined) return read(deliveryId as DeliveryId, request, body);
  if (preset === undefined) return undefined;
  if (preset === "standard") return read({ header: "webhook-id" }, request, body);
  const scheme: SignatureScheme = signatureSchemes[preset];
  const found = read(scheme.deliveryId, request, body);
  if (found !== undefined) return found;
  const parts = scheme.read(request);
  return parts?.timestamp === undefined ? undefined : `signed:${shortened(parts.signed)}`;
}

function read(from: DeliveryId, request: HookRequest, body: Json): string | undefined {
  const value = "header" in from ? headerOf(request, from.header) : isObject(body) ? body[from.field] : undefined;
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value === "") return undefined;
  return value.length <= MAX_ID_LENGTH ? value : `hash:${shortened(value)}`;
}

function shortened(value: string | Buffer): string {
  return createHash("sha256").update(value).digest("base64url");
}
