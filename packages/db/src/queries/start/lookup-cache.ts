import { sql } from "kysely";
import type { Json } from "@tempograph/graph";
import type { Database } from "../../connection/open-database.ts";
import { storableJson } from "../storable.ts";

/** Entries of one project. With values of 32 KiB they are 64 MiB. */
const MOST_OF_PROJECT = 2_000;

/** What a lookup has found, if that is not older than `withinMs`. */
export async function findLookup(
  db: Database,
  { project, key }: { readonly project: string; readonly key: string },
  withinMs: number,
): Promise<{ readonly value: Json } | undefined> {
  const { rows } = await sql<{ readonly value: Json }>`
    select value from lookup_cache where project = ${project} and key = ${key}
       and found_at > clock_timestamp() - ${withinMs}::float8 * interval '1 ms'`.execute(db);
  return rows[0];
}

/** Keeps what a lookup has found, in the place of the project's oldest entry if it has as many as it may. */
export async function keepLookup(
  db: Database,
  { project, key }: { readonly project: string; readonly key: string },
  value: Json,
  forMs: number,
): Promise<void> {
  await sql`
    with kept as (
      insert into lookup_cache (project, key, value, expires_at)
      values (${project}, ${key}, ${storableJson(value)}::jsonb, clock_timestamp() + ${forMs}::float8 * interval '1 ms')
      on conflict (project, key) do update set value = excluded.value, found_at = excluded.found_at,
        expires_at = greatest(lookup_cache.expires_at, excluded.expires_at)
    )
    delete from lookup_cache where (project, key) in (
      select project, key from lookup_cache where project = ${project} and key <> ${key}
       order by found_at desc offset ${MOST_OF_PROJECT - 1} for update skip locked)`.execute(db);
}

/** Removes entries that no lookup uses any more. Answers how many. */
export async function sweepLookups(db: Database, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from lookup_cache where (project, key) in (
      select project, key from lookup_cache where expires_at < clock_timestamp() limit ${limit} for update skip locked)`.execute(
    db,
  );
  return Number(numAffectedRows);
}
