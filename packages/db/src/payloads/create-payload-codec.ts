import { LOCAL_PAYLOAD } from "@tempograph/graph";
import type { Database } from "../connection/open-database.ts";
import { createBlobStore } from "./blob-store.ts";
import { decryptPayload, encryptPayload, isEncrypted } from "./encrypted-payload.ts";
import type { Payload, PayloadCodec, PayloadContext } from "./payload.ts";
import type { PayloadKeys } from "./payload-keys.ts";
import { MAX_INLINE_BYTES, payloadAddress, referencePayload, restorePayload } from "./payload-reference.ts";

export interface PayloadCodecOptions {
  readonly db: Database;
  /** Encrypts what goes to Temporal, and decrypts what comes from there. Default: payloads are not encrypted. */
  readonly keys?: PayloadKeys | undefined;
  /** Values kept in memory, in bytes. Default 64 MiB. */
  readonly cacheBytes?: number;
  /**
   * How long a value waits for Postgres to come back, in ms, before the call fails and Temporal tries its task again.
   * Default 5,000; the values of an activity wait as long as it takes, because a new try would be one of the node's.
   */
  readonly waitMs?: number;
}

/**
 * The one way of values to Temporal and back, for every client and worker: `dataConverter: { payloadCodecs: [codec] }`.
 *
 * Sends values over 32 KiB to Temporal as references. In one workflow task, 45 values of 100 KiB exceed Temporal's limit, but
 * 10,000 references do not. What then goes to Temporal, values and references alike, is encrypted where there are keys. This
 * order keeps the same value one row, though it is encrypted differently each time.
 *
 * A value is durable before its reference leaves the process, so history never refers to a missing value (I4). A process that
 * dies in between leaves a value that nothing refers to and that is removed with its execution; the next attempt finds it
 * under the same hash.
 *
 * Memo, failures' details, heartbeats, signals, updates and queries go through it like inputs and results; search attributes
 * and headers never do.
 */
export function createPayloadCodec(options: PayloadCodecOptions): PayloadCodec {
  const { db, keys, cacheBytes = 64 * 1024 * 1024, waitMs = 5_000 } = options;
  const blobs = createBlobStore(db, cacheBytes);
  const patience = (context: PayloadContext | undefined): number => (context?.type === "activity" ? Infinity : waitMs);

  async function refer(payload: Payload, context: PayloadContext | undefined): Promise<Payload> {
    const { data } = payload;
    if (!isLarge(payload)) return payload;
    return referencePayload(payload, await blobs.put(ownerOf(context), data!, patience(context)));
  }

  async function fetch(payload: Payload, context: PayloadContext | undefined): Promise<Payload> {
    const address = payloadAddress(payload);
    if (address === undefined) return payload;
    return restorePayload(payload, await blobs.get(address, patience(context)));
  }

  /** A value that was encrypted for somebody else stays encrypted, so whoever copies it into an execution of their own reads nothing (I13). */
  function decrypt(encrypted: Payload, context: PayloadContext | undefined): Payload {
    if (!isEncrypted(encrypted)) return encrypted;
    const { owner, payload } = decryptPayload(keys?.ring, encrypted);
    const reader = ownerOf(context);
    return owner === "" || reader === "" || owner === reader ? payload : encrypted;
  }

  return {
    // The usual case costs a comparison for each payload, and no promise of its own.
    async encode(payloads, context) {
      if (payloads[0]?.metadata?.[LOCAL_PAYLOAD] !== undefined) return payloads;
      const referred = payloads.some(isLarge)
        ? await Promise.all(payloads.map((payload) => refer(payload, context)))
        : payloads;
      if (keys?.encrypt !== true) return referred;
      return referred.map((payload) => encryptPayload(keys.ring, payload, ownerOf(context)));
    },
    async decode(payloads, context) {
      const opened = payloads.some(isEncrypted) ? payloads.map((payload) => decrypt(payload, context)) : payloads;
      return opened.some(isReference) ? await Promise.all(opened.map((payload) => fetch(payload, context))) : opened;
    },
  };
}

function ownerOf(context: PayloadContext | undefined): string {
  return context?.workflowId ?? context?.activityId ?? "";
}

function isLarge({ data }: Payload): boolean {
  return data !== null && data !== undefined && data.length > MAX_INLINE_BYTES;
}

/** Whether a payload is not the value itself: an encrypted value, or a reference to one. */
export function isEncoded(payload: Payload): boolean {
  return isEncrypted(payload) || isReference(payload);
}

function isReference(payload: Payload): boolean {
  return payloadAddress(payload) !== undefined;
}
