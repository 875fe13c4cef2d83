import {
  createPayloadCodec,
  decryptPayload,
  encryptPayload,
  findExecutions,
  isEncrypted,
  MAX_INLINE_BYTES,
  payloadAddress,
  type OpenedPayload,
  projectOf,
  type Payload,
  type PayloadKeys,
  type ProjectDatabase,
} from "@tempograph/db";
import { projectOfNodeRun } from "@tempograph/graph";
import { createGiveWay } from "@tempograph/runtime";

/** Payloads as they stand in Temporal, for its Web UI. */
export interface PayloadAccess {
  /**
   * Decrypts what belongs to executions of the project and to nodes of it that ran by themselves, and puts large values in the place of
   * references. With `everything` also what belongs to another project or to none. Any other payload stays as it is, as one does whose
   * key is lost, and as references do once the values have `MAX_VALUES_BYTES` together: many short references may refer to the same large
   * value (I14).
   */
  decode(payloads: readonly Payload[], everything: boolean): Promise<readonly Payload[]>;
  /** Encrypts where API and workers do. */
  encode(payloads: readonly Payload[]): readonly Payload[];
}

const CACHE_BYTES = 4 * 1024 * 1024;
/** The most bytes of the values that one call puts in the place of references. */
const MAX_VALUES_BYTES = 8 * 1024 * 1024;

export function createPayloadAccess(db: ProjectDatabase, keys: PayloadKeys | undefined): PayloadAccess {
  // The database shows only the values of this project, so a codec with a cache of its own knows no others.
  const codec = createPayloadCodec({ db, keys, cacheBytes: CACHE_BYTES, waitMs: 2_000 });

  function opened(payload: Payload): OpenedPayload | undefined {
    if (!isEncrypted(payload)) return { payload, owner: "" };
    try {
      return decryptPayload(keys?.ring, payload);
    } catch {
      return undefined;
    }
  }

  /** The value that a reference refers to; the payload itself if it is none. Undefined: the value is missing, or larger than `most`. */
  async function valueOf(payload: Payload, most: number): Promise<Payload | undefined> {
    try {
      const address = payloadAddress(payload);
      if (address === undefined) return payload;
      if (most <= 0 || !(address.size <= most)) return undefined;
      const [value] = await codec.decode([payload]);
      // The reference comes from the caller, and so does the size that it names.
      return value!.data!.length > most ? undefined : value;
    } catch {
      return undefined;
    }
  }

  return {
    async decode(payloads, everything) {
      const giveWay = createGiveWay();
      const all: (OpenedPayload | undefined)[] = [];
      for (const payload of payloads) {
        all.push(opened(payload));
        await giveWay();
      }
      const owners = new Set(all.map((one) => one?.owner ?? "").filter((owner) => owner !== ""));
      const known = new Set((await findExecutions(db, [...owners])).map(({ id }) => id));
      const isOwn = (owner: string): boolean => {
        const ofRun = projectOfNodeRun(owner);
        return known.has(owner) || (ofRun !== undefined && ofRun === projectOf(db));
      };
      const answers: Payload[] = [];
      let left = MAX_VALUES_BYTES;
      for (const [index, payload] of payloads.entries()) {
        const one = all[index];
        const isReadable = one !== undefined && (!isEncrypted(payload) || isOwn(one.owner) || everything);
        const value = isReadable ? await valueOf(one.payload, left) : undefined;
        // A missing value costs a query, too: as much as the smallest value that travels as a reference.
        if (isReadable && value !== one.payload) left -= Math.max(value?.data?.length ?? 0, MAX_INLINE_BYTES);
        answers.push(value ?? payload);
        await giveWay();
      }
      return answers;
    },
    encode: (payloads) =>
      keys?.encrypt === true ? payloads.map((payload) => encryptPayload(keys.ring, payload, "")) : payloads,
  };
}
