import type { Payload } from "./payload.ts";

/** Bytes of a payload's data above which it travels as a reference. */
export const MAX_INLINE_BYTES = 32 * 1024;

/** The `encoding` in the metadata of a reference. A reader that does not know this encoding cannot mistake the reference for a value. */
export const REFERENCE_ENCODING = "binary/reference";

/** The value that a reference refers to. */
export interface PayloadAddress {
  /** SHA-256 of the value's bytes, in hex. */
  readonly hash: string;
  /** The value's bytes. */
  readonly size: number;
}

const ENCODING = "encoding";
const HASH = "reference-sha256";
const SIZE = "reference-size";
const VALUE_ENCODING = "reference-encoding";
const textOf = new TextDecoder();
const bytesOf = new TextEncoder();
const referenceEncoding = bytesOf.encode(REFERENCE_ENCODING);

/** The payload without its data, its own metadata kept: `restorePayload` gives it back whole. */
export function referencePayload(payload: Payload, { hash, size }: PayloadAddress): Payload {
  const { [ENCODING]: encoding, ...metadata } = payload.metadata ?? {};
  return {
    metadata: {
      ...metadata,
      [ENCODING]: referenceEncoding,
      ...(encoding !== undefined && { [VALUE_ENCODING]: encoding }),
      [HASH]: bytesOf.encode(hash),
      [SIZE]: bytesOf.encode(String(size)),
    },
  };
}

/** Undefined if the payload is not a reference but a value. */
export function payloadAddress(payload: Payload | null | undefined): PayloadAddress | undefined {
  const encoding = payload?.metadata?.[ENCODING];
  // Of every payload: no text is made of the usual ones.
  if (encoding?.length !== referenceEncoding.length || textOf.decode(encoding) !== REFERENCE_ENCODING) return undefined;
  const hash = payload?.metadata?.[HASH];
  const size = payload?.metadata?.[SIZE];
  if (hash === undefined || size === undefined)
    throw new Error(`A payload of encoding ${REFERENCE_ENCODING} names no value.`);
  return { hash: textOf.decode(hash), size: Number(textOf.decode(size)) };
}

/** The payload that `referencePayload` was made of. */
export function restorePayload(reference: Payload, data: Uint8Array): Payload {
  const {
    [HASH]: _hash,
    [SIZE]: _size,
    [ENCODING]: _mark,
    [VALUE_ENCODING]: encoding,
    ...metadata
  } = reference.metadata!;
  return { metadata: { ...metadata, ...(encoding !== undefined && { [ENCODING]: encoding }) }, data };
}
