import { KeyMissingError, open, seal, sealedWith, type KeyRing } from "@tempograph/runtime";
import type { Payload } from "./payload.ts";

/** The `encoding` in the metadata of an encrypted payload, which Temporal's own examples use, too. */
export const ENCRYPTED_ENCODING = "binary/encrypted";

/** A payload that was encrypted, and the execution that it was encrypted for; "" if that is not known. */
export interface OpenedPayload {
  readonly payload: Payload;
  readonly owner: string;
}

const bytesOf = new TextEncoder();
const encryptedEncoding = bytesOf.encode(ENCRYPTED_ENCODING);
const METADATA = { encoding: encryptedEncoding };

/**
 * What authenticates a payload beside its bytes. It cannot name the execution: Temporal's Web UI sends payloads to the codec endpoint without
 * saying where they stand.
 */
const CONTEXT = "temporal payload";

export function isEncrypted(payload: Payload | null | undefined): boolean {
  const encoding = payload?.metadata?.["encoding"];
  return encoding?.length === encryptedEncoding.length && Buffer.compare(encoding, encryptedEncoding) === 0;
}

/** Encrypts data and metadata with the ring's current key. The owner stands inside, so that the codec endpoint knows whose value it is. */
export function encryptPayload(ring: KeyRing, payload: Payload, owner: string): Payload {
  return { metadata: METADATA, data: seal(ring, framed(payload, owner), CONTEXT) };
}

/** Throws KeyMissingError if the ring lacks the key, and SealError if the payload was changed. */
export function decryptPayload(ring: KeyRing | undefined, { data }: Payload): OpenedPayload {
  const sealed = data ?? new Uint8Array();
  if (ring === undefined) throw new KeyMissingError(NO_RING, sealedWith(sealed) ?? "");
  return unframed(open(ring, sealed, CONTEXT));
}

const NO_RING = {
  purpose: "payload keys",
  place: "this program (neither TEMPOGRAPH_PAYLOAD_KEYS_FILE nor TEMPOGRAPH_PAYLOAD_KEYS_COMMAND is set)",
};

// The frame: owner, number of metadata entries, their names and values, each with its length in 4 bytes before it; then the data.

function framed({ metadata, data }: Payload, owner: string): Buffer {
  const entries = Object.entries(metadata ?? {});
  const parts: Uint8Array[] = [Buffer.from(owner)];
  for (const [name, value] of entries) parts.push(Buffer.from(name), value);
  const body = data ?? new Uint8Array();
  const frame = Buffer.allocUnsafe(parts.reduce((sum, { length }) => sum + 4 + length, 4 + body.length));
  let at = frame.writeUInt32BE(entries.length, 0);
  for (const part of parts) {
    at = frame.writeUInt32BE(part.length, at);
    frame.set(part, at);
    at += part.length;
  }
  frame.set(body, at);
  return frame;
}

function unframed(frame: Buffer): OpenedPayload {
  const count = frame.readUInt32BE(0);
  let at = 4;
  const next = (): Buffer => {
    const begin = at + 4;
    at = begin + frame.readUInt32BE(at);
    return frame.subarray(begin, at);
  };
  const owner = next().toString();
  const metadata: Record<string, Uint8Array> = {};
  for (let index = 0; index < count; index += 1) metadata[next().toString()] = next();
  return { owner, payload: { metadata, data: frame.subarray(at) } };
}
