import type { Database } from "./open-database.ts";
import { refusedWritesOf } from "./opened-pool.ts";

export type Health =
  | { readonly ok: true; readonly latencyMs: number }
  | {
      readonly ok: false;
      /** Whether Postgres answers, and only refuses to store anything. */
      readonly answers: boolean;
      readonly error: string;
    };

/**
 * Whether Postgres answers a query within `timeoutMs` (default 2,000), and can store something. For a database that `openDatabase` gave.
 * Never throws.
 */
export async function health(db: Database, timeoutMs = 2_000): Promise<Health> {
  const from = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Postgres did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    const refused = await Promise.race([refusedWritesOf(db).reason(db), late]);
    if (refused !== undefined) return { ok: false, answers: true, error: refused };
    return { ok: true, latencyMs: performance.now() - from };
  } catch (error) {
    return { ok: false, answers: false, error: error instanceof Error ? error.message || error.name : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
