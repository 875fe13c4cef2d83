import { sql } from "kysely";
import type { Database } from "./open-database.ts";

export type Health = { readonly ok: true; readonly latencyMs: number } | { readonly ok: false; readonly error: string };

/** Whether Postgres answers a query within `timeoutMs` (default 2,000). Never throws. */
export async function health(db: Database, timeoutMs = 2_000): Promise<Health> {
  const from = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Postgres did not answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([sql`select 1`.execute(db), late]);
    return { ok: true, latencyMs: performance.now() - from };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message || error.name : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
