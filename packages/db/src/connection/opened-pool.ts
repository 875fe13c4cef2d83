import type pg from "pg";
import type { RefusedWrites } from "./refused-writes.ts";

/** The connections behind a database that `openDatabase` gave. */
export interface OpenedPool {
  readonly pool: pg.Pool;
  /** False before a pooler that gives each transaction another connection: there a setting lasts for a transaction only. */
  readonly keepsSettings: boolean;
  readonly refusedWrites: RefusedWrites;
}

const pools = new WeakMap<object, OpenedPool>();

const writes = new WeakMap<object, RefusedWrites>();

/** For a database that uses the connections of an opened one. */
export function keepRefusedWrites(db: object, { refusedWrites }: OpenedPool): void {
  writes.set(db, refusedWrites);
}

/** Throws for a transaction, and for a database that openDatabase has not given. */
export function refusedWritesOf(db: object): RefusedWrites {
  const kept = writes.get(db);
  if (kept === undefined) throw new Error("Only a database that openDatabase gave knows whether it takes writes.");
  return kept;
}

export function keepPool(db: object, opened: OpenedPool): void {
  pools.set(db, opened);
  keepRefusedWrites(db, opened);
}

/** Throws for a transaction, or a database that is already bound to a project: neither can be bound to another one. */
export function poolOf(db: object): OpenedPool {
  const opened = pools.get(db);
  if (opened === undefined) throw new Error("Only a database that openDatabase gave can be bound to a project.");
  return opened;
}
