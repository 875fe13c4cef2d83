import type { Client } from "pg";
import { type ChangeFilter, isWanted, type ReadChange } from "../change.ts";
import type { Lsn } from "./lsn.ts";
import { createMessageReader, type Relation } from "./read-message.ts";
import { startReplication } from "./replication-stream.ts";

export interface ReadReplicationOptions {
  /** A connected client with `replication: "database"`, which belongs to the reader from now on. */
  readonly client: Client;
  readonly slot: string;
  readonly publication: string;
  /** `schema.table`, as the trigger calls it. */
  readonly table: string;
  readonly filter: ChangeFilter;
  /** Stores the changes as events; returns after the commit. */
  readonly store: (changes: readonly ReadChange[]) => Promise<void>;
  /**
   * Whether changes of this table are the trigger's. Others, which the publication held before, are passed over. What it throws ends the
   * reader before a change of this table is acknowledged.
   */
  readonly isFollowed: (relation: Relation) => Promise<boolean>;
  /** Everything that was committed before this moment (ms) has become events. */
  readonly onCaughtUp?: (at: number) => void;
  /** Reads only transactions that were committed before this position, and returns after them. */
  readonly until?: Lsn;
  readonly signal: AbortSignal;
}

/** Changes and bytes that are stored at once. A transaction may be larger than memory. */
const MOST_CHANGES = 500;
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Reads the changes that a slot holds, until the signal aborts. Throws when the connection breaks, the server refuses, or the changes
 * cannot be stored.
 *
 * A transaction is acknowledged after its events are committed (I1). Whoever dies before that reads it again, from its beginning, and the
 * idempotency keys keep its events from being stored twice.
 */
export async function readReplication(options: ReadReplicationOptions): Promise<void> {
  const { client, slot, publication, table, filter, store, isFollowed, onCaughtUp, until, signal } = options;
  const { rows } = (await client.query("IDENTIFY_SYSTEM")) as { rows: { systemid: string }[] };
  const readMessage = createMessageReader(`${slot}:${rows[0]!.systemid}`, publication, table);
  const stream = startReplication(client, slot, publication);
  const stop = (): void => stream.close();
  signal.addEventListener("abort", stop, { once: true });

  let pending: ReadChange[] = [];
  let bytes = 0;
  /** The end of the last transaction that was read wholly. */
  let position: Lsn = 0n;
  let caughtUpAt = 0;
  let isOpen = false;
  const followed = new Map<number, boolean>();

  const flush = async (): Promise<void> => {
    if (pending.length > 0) await store(pending);
    pending = [];
    bytes = 0;
    stream.acknowledge(position);
    if (caughtUpAt > 0) onCaughtUp?.(caughtUpAt);
  };

  try {
    signal.throwIfAborted();
    for (;;) {
      for (const received of await stream.receive()) {
        if (received.kind === "keepalive") {
          if (until !== undefined && received.walEnd >= until && !isOpen) return await flush();
          // What was committed before has been sent. Other tables fill the log as well, and the slot must not keep that for nothing.
          if (isOpen) continue;
          if (received.walEnd > position) position = received.walEnd;
          caughtUpAt = Date.now();
          continue;
        }
        const meaning = readMessage(received.lsn, received.bytes);
        if (meaning?.kind === "begin") {
          if (until !== undefined && meaning.commit >= until) return await flush();
          isOpen = true;
        }
        if (meaning?.kind === "relation") followed.set(meaning.oid, await isFollowed(meaning));
        if (meaning?.kind === "commit") {
          isOpen = false;
          position = meaning.end;
          caughtUpAt = meaning.at;
        }
        if (meaning?.kind === "change" && followed.get(meaning.oid) === true && isWanted(meaning.change, filter)) {
          pending.push(meaning);
          bytes += received.bytes.length;
          if (pending.length >= MOST_CHANGES || bytes >= MOST_BYTES) await flush();
        }
      }
      await flush();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    stream.close();
    await client.end().catch(() => undefined);
  }
}
