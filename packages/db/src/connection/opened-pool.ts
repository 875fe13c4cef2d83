import type pg from "pg";

/** The connections behind a database that `openDatabase` gave. */
export interface OpenedPool {
  readonly pool: pg.Pool;
  /** False before a pooler that gives each transaction another connection: there a setting lasts for a transaction only. */
  readonly keepsSettings: boolean;
}

const pools = new WeakMap<object, OpenedPool>();

export function keepPool(db: object, opened: OpenedPool): void {
  pools.set(db, opened);
}

/** Throws for a transaction, or a database that is already bound to a project: neither can be bound to another one. */
export function poolOf(db: object): OpenedPool {
  const opened = pools.get(db);
  if (opened === undefined) throw new Error("Only a database that openDatabase gave can be bound to a project.");
  return opened;
}
