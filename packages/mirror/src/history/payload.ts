import { payloadAddress, PayloadError } from "@tempograph/db";
import type { Json } from "@tempograph/graph";
import type { Payload } from "./history-event.ts";

const decoder = new TextDecoder();

/**
 * The value of a payload; undefined for an empty payload (`binary/null`).
 *
 * @throws PayloadError if the payload is still a reference, because its value is missing. Error if the interpreter does not
 * write this encoding.
 */
export function decodePayload(payload: Payload | null | undefined): Json | undefined {
  if (payload === null || payload === undefined) return undefined;
  const encoding = decoder.decode(payload.metadata?.["encoding"] ?? new Uint8Array());
  if (encoding === "json/plain") return JSON.parse(decoder.decode(payload.data ?? new Uint8Array())) as Json;
  if (encoding === "binary/null") return undefined;
  const address = payloadAddress(payload);
  if (address !== undefined) throw new PayloadError("PAYLOAD_MISSING", address.hash);
  throw new Error(`A payload is encoded as "${encoding}"; the projection reads json/plain.`);
}

/** As `decodePayload`, but undefined if the payload cannot be read. */
export function tryDecodePayload(payload: Payload | null | undefined): Json | undefined {
  try {
    return decodePayload(payload);
  } catch {
    return undefined;
  }
}
