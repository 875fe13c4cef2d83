import { payloadAddress, PayloadError } from "@tempograph/db";
import type { Json } from "@tempograph/graph";
import type { Payload } from "./history-event.ts";

const decoder = new TextDecoder();

/**
 * What a payload holds, undefined where it holds nothing (`binary/null`).
 *
 * @throws PayloadError where a reference is left: its value is not there. Error where the encoding is none that the interpreter writes.
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

/** As `decodePayload`, undefined where it cannot be read. */
export function tryDecodePayload(payload: Payload | null | undefined): Json | undefined {
  try {
    return decodePayload(payload);
  } catch {
    return undefined;
  }
}
