import {
  createPayloadCodec,
  decryptPayload,
  encryptPayload,
  findExecutions,
  isEncrypted,
  type Payload,
  type PayloadKeys,
  type ProjectDatabase,
} from "@tempograph/db";

/** Payloads as they stand in Temporal, for its Web UI. */
export interface PayloadAccess {
  /**
   * Decrypts what belongs to executions of the project, and puts large values in the place of references. With `everything` also what names
   * no execution of the project, such as a node that ran by itself. Any other payload stays as it is, as one does whose key is lost.
   */
  decode(payloads: readonly Payload[], everything: boolean): Promise<readonly Payload[]>;
  /** Encrypts where API and workers do. */
  encode(payloads: readonly Payload[]): readonly Payload[];
}

const CACHE_BYTES = 4 * 1024 * 1024;

export function createPayloadAccess(db: ProjectDatabase, keys: PayloadKeys | undefined): PayloadAccess {
  // The database shows only the values of this project, so a codec with a cache of its own knows no others.
  const codec = createPayloadCodec({ db, keys, cacheBytes: CACHE_BYTES, waitMs: 2_000 });

  function ownerOf(payload: Payload): string | undefined {
    try {
      return decryptPayload(keys?.ring, payload).owner;
    } catch {
      return undefined;
    }
  }

  return {
    async decode(payloads, everything) {
      const owners = payloads.map((payload) => (isEncrypted(payload) ? ownerOf(payload) : undefined));
      const named = [...new Set(owners.filter((owner) => owner !== undefined && owner !== ""))] as string[];
      const known = new Set((await findExecutions(db, named)).map(({ id }) => id));
      return await Promise.all(
        payloads.map(async (payload, index) => {
          const owner = owners[index];
          if (isEncrypted(payload) && (owner === undefined || !(known.has(owner) || everything))) return payload;
          return await codec.decode([payload]).then(
            ([value]) => value!,
            () => payload,
          );
        }),
      );
    },
    encode: (payloads) =>
      keys?.encrypt === true ? payloads.map((payload) => encryptPayload(keys.ring, payload, "")) : payloads,
  };
}
