import { KeyMissingError, SealError, type KeyRing } from "@tempograph/runtime";
import type { Database } from "../connection/open-database.ts";
import { findConnectionsToRewrap, replaceDataKey } from "../queries/connections.ts";
import { rewrapDataKey } from "./sealed-secrets.ts";

export interface Rewrapped {
  /** How many connections got the current master key. */
  readonly rewrapped: number;
  /** Those whose key cannot be decrypted, with the reason. They stay as they are. */
  readonly failed: readonly {
    readonly id: string;
    readonly project: string;
    readonly name: string;
    readonly reason: string;
  }[];
}

const BATCH = 100;

/**
 * Encrypts the keys of all connections with the current master key, while everything runs: each row is exchanged by itself, and only
 * if nobody has changed it in the meantime. It may be interrupted and run again, and several may run at once.
 */
export async function rewrapConnections(db: Database, master: KeyRing): Promise<Rewrapped> {
  const failed: Rewrapped["failed"][number][] = [];
  let rewrapped = 0;
  for (let after = ""; ;) {
    const rows = await findConnectionsToRewrap(db, master.current.id, after, BATCH);
    for (const row of rows) {
      try {
        if (await replaceDataKey(db, row, rewrapDataKey(master, row, row))) rewrapped += 1;
      } catch (error) {
        if (!(error instanceof KeyMissingError) && !(error instanceof SealError)) throw error;
        failed.push({ id: row.id, project: row.project, name: row.name, reason: error.message });
      }
    }
    if (rows.length < BATCH) return { rewrapped, failed };
    after = rows.at(-1)!.id;
  }
}
