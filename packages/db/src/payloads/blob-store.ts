import { createBatcher, retry } from "@tempograph/runtime";
import { LRUCache } from "lru-cache";
import { hash as digest } from "node:crypto";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import { isPostgresAway } from "../connection/is-postgres-away.ts";
import type { Database } from "../connection/open-database.ts";
import {
  findPayloadReferences,
  findPayloads,
  insertPayloads,
  type NewPayload,
  type StoredPayload,
} from "../queries/payloads.ts";
import { PayloadError } from "./payload-error.ts";
import type { PayloadAddress } from "./payload-reference.ts";

export interface BlobStore {
  /** Resolves once the value is durable, with a reference that keeps it for the execution. Waits `forMs` for Postgres. */
  put(executionId: string, data: Uint8Array, forMs: number): Promise<PayloadAddress>;
  /** Throws `PayloadError` if the value is missing or does not have this hash. */
  get(address: PayloadAddress, forMs: number): Promise<Uint8Array>;
}

interface Put {
  readonly executionId: string;
  readonly hash: string;
  readonly data: Uint8Array;
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Bytes before compression that go to or come from Postgres in one statement. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
/** The references that are known to be stored, so that storing the same value again needs no query. */
const MAX_REMEMBERED = 50_000;

/** Content-addressed values in Postgres, with those used last in memory. Batched, and each done once at a time. */
export function createBlobStore(db: Database, cacheBytes: number): BlobStore {
  const cache = new LRUCache<string, Uint8Array>({
    maxSize: Math.max(cacheBytes, 1),
    sizeCalculation: ({ length }) => length,
  });
  const stored = new LRUCache<string, true>({ max: MAX_REMEMBERED });
  const puts = new Map<string, Promise<void>>();
  const gets = new Map<string, Promise<Uint8Array | PayloadError>>();

  const store = createBatcher<Put, void>({
    weigh: ({ data }) => data.length,
    maxWeight: MAX_BATCH_BYTES,
    lanes: 2,
    work: (items) => storeAll(db, items),
  });
  const fetch = createBatcher<PayloadAddress, Uint8Array | PayloadError>({
    weigh: ({ size }) => size,
    maxWeight: MAX_BATCH_BYTES,
    lanes: 2,
    work: (items) => fetchAll(db, items),
  });

  const keepTrying = <T>(work: () => Promise<T>, forMs: number): Promise<T> =>
    retry(work, { minMs: 50, maxMs: 2_000, isPassing: isPostgresAway, forMs });

  return {
    async put(executionId, data, forMs) {
      const hash = digest("sha256", data, "hex");
      const key = `${executionId}/${hash}`;
      if (!stored.has(key)) {
        await keepTrying(() => once(puts, key, () => store({ executionId, hash, data })), forMs);
        // A blob is deleted only after its reference, and a reference only with its execution, so a stored value stays stored.
        if (executionId !== "") stored.set(key, true);
      }
      // The reader is often in this process: an activity reads its input, the workflow its result. So keep the value in memory.
      cache.set(hash, compact(data));
      return { hash, size: data.length };
    },
    async get(address, forMs) {
      const { hash } = address;
      const known = cache.get(hash);
      if (known !== undefined) return known;
      const found = await keepTrying(() => once(gets, hash, () => fetch(address)), forMs);
      if (found instanceof PayloadError) throw found;
      cache.set(hash, found);
      return found;
    },
  };
}

async function storeAll(db: Database, items: readonly Put[]): Promise<void[]> {
  // A replay on another worker stores all values again. Asking which hashes exist is cheaper than sending the values.
  const known = await findPayloadReferences(db, items);
  const keys = new Set(known.map(({ executionId, hash }) => `${executionId}/${hash}`));
  const fresh = items.filter(({ executionId, hash }) => !keys.has(`${executionId}/${hash}`));
  await insertPayloads(db, await Promise.all(fresh.map(compressed)));
  return items.map(() => undefined);
}

async function compressed({ executionId, hash, data }: Put): Promise<NewPayload> {
  const small = await compress(data, FAST);
  const pays = small.length < data.length * 0.9;
  return { executionId, hash, size: data.length, data: pays ? small : data, compression: pays ? "zstd" : "none" };
}

async function fetchAll(db: Database, items: readonly PayloadAddress[]): Promise<(Uint8Array | PayloadError)[]> {
  const hashes = items.map(({ hash }) => hash);
  const rows = new Map((await findPayloads(db, hashes)).map((row) => [row.hash, row]));
  return await Promise.all(
    hashes.map(async (hash) => {
      const row = rows.get(hash);
      return row === undefined ? new PayloadError("PAYLOAD_MISSING", hash) : await checked(row);
    }),
  );
}

async function checked({ hash, data, compression, size }: StoredPayload): Promise<Uint8Array | PayloadError> {
  const corrupt = new PayloadError("PAYLOAD_CORRUPT", hash);
  try {
    const value = compression === "zstd" ? await decompress(data, { maxOutputLength: size }) : data;
    return digest("sha256", value, "hex") === hash ? value : corrupt;
  } catch {
    return corrupt;
  }
}

async function once<T>(underWay: Map<string, Promise<T>>, key: string, work: () => Promise<T>): Promise<T> {
  const known = underWay.get(key);
  if (known !== undefined) return await known;
  const begun = work().finally(() => underWay.delete(key));
  underWay.set(key, begun);
  return await begun;
}

/** Copies the bytes, because a view into a larger message would keep the whole message in memory. */
function compact(data: Uint8Array): Uint8Array {
  return data.length * 2 < data.buffer.byteLength ? data.slice() : data;
}
