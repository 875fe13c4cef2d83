import { sql, type Kysely } from "kysely";
import type { Tables } from "../tables.ts";

/** SQLSTATE disk_full: a table or an index could not grow. */
const DISK_FULL = "53100";
/** SQLSTATE insufficient_privilege. */
const MAY_NOT = "42501";

/**
 * Whether Postgres takes writes. It can answer every query and still refuse what has to be stored, because its disk is full, or because it is
 * the read-only standby that is left after a fail-over.
 *
 * Only a write shows a full disk. So the connections of a pool keep in mind that a write was refused, and from then on a small write is
 * tried at each look, until one succeeds. A database whose disk has room pays nothing.
 */
export class RefusedWrites {
  #isSuspected = false;

  /** Looks at the error of a statement. */
  note(error: unknown): void {
    if ((error as { readonly code?: unknown } | null)?.code === DISK_FULL) this.#isSuspected = true;
  }

  /** Why nothing can be stored; undefined if it can. Throws if Postgres does not answer. */
  async reason(db: Kysely<Tables>): Promise<string | undefined> {
    const look = sql<{ isReadOnly: boolean }>`select current_setting('transaction_read_only') = 'on' as "isReadOnly"`;
    const { rows } = await look.execute(db);
    if (rows[0]?.isReadOnly === true) return "it is read-only, such as a standby that has not been promoted";
    if (!this.#isSuspected) return undefined;
    try {
      await tryToWrite(db);
      this.#isSuspected = false;
      return undefined;
    } catch (error) {
      const code = (error as { readonly code?: unknown } | null)?.code;
      // Who may not make temporary tables cannot try, and waits for the next write that is refused.
      this.#isSuspected = code !== MAY_NOT;
      if (code === MAY_NOT) return undefined;
      return `its last writes failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

/** Makes a table of about 1 MiB on the disk of the database's own tables, and takes it back. A temporary table needs nobody to clean up. */
async function tryToWrite(db: Kysely<Tables>): Promise<void> {
  const done = new Error("The try is taken back.");
  const attempt = db.transaction().execute(async (tx) => {
    await sql`create temporary table write_probe on commit drop as select repeat('x', 1000) from generate_series(1, 1024)`.execute(
      tx,
    );
    throw done;
  });
  await attempt.catch((error: unknown) => {
    if (error !== done) throw error;
  });
}
