import { payloadAddress, PayloadError } from "@tempograph/db";
import { payloadValue, UnreadablePayload, type Json } from "@tempograph/graph";
import type { Payload } from "./history-event.ts";

const names = new TextDecoder();
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The value of a payload, as the interpreter reads it; undefined for an empty payload.
 *
 * @throws PayloadError if the payload is still a reference, because its value is missing.
 */
export function payloadContent(payload: Payload | null | undefined): Json | undefined | UnreadablePayload {
  if (payload === null || payload === undefined) return undefined;
  const address = payloadAddress(payload);
  if (address !== undefined) throw new PayloadError("PAYLOAD_MISSING", address.hash);
  const encoding = names.decode(payload.metadata?.["encoding"] ?? new Uint8Array());
  return payloadValue(encoding, () => utf8.decode(payload.data ?? new Uint8Array()));
}

/**
 * The value of a payload that the interpreter wrote.
 *
 * @throws PayloadError as `payloadContent` does. Error if the payload cannot be read.
 */
export function decodePayload(payload: Payload | null | undefined): Json | undefined {
  const content = payloadContent(payload);
  if (content instanceof UnreadablePayload) throw new Error(`A payload cannot be read: ${content.why}.`);
  return content;
}

/** As `decodePayload`, but undefined if the payload cannot be read. */
export function tryDecodePayload(payload: Payload | null | undefined): Json | undefined {
  try {
    return decodePayload(payload);
  } catch {
    return undefined;
  }
}
