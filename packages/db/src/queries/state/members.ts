import { sql } from "kysely";
import type { Database } from "../../connection/open-database.ts";
import type { LockedEntry } from "./entries.ts";

// All of them under the lock of the set's entry, so that its numbers stay those of its members.

/** Those of the members that the set has. */
export async function knownMembers(trx: Database, entryId: number, members: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ member: string }>`
    select member from state_members where entry_id = ${entryId} and member = any(${members}::text[])`.execute(trx);
  return new Set(rows.map(({ member }) => member));
}

export async function removeExpiredMembers(trx: Database, entryId: number): Promise<void> {
  await sql`delete from state_members where entry_id = ${entryId} and expires_at <= clock_timestamp()`.execute(trx);
}

/** Adds members. Those that the set has count as seen now, with a new time to live; of equal ones the last counts. */
export async function seeMembers(
  trx: Database,
  { id, revision }: Pick<LockedEntry, "id" | "revision">,
  members: readonly string[],
  ttlMs: number | null,
): Promise<void> {
  // The entry's revision rises with each change, so these numbers are greater than all before.
  await sql`
    insert into state_members (entry_id, member, seen, expires_at)
    select ${id}, member, ${revision}::bigint * 100000 + max(place), ${ttlMs}::float8 * interval '1 ms' + clock_timestamp()
      from unnest(${members}::text[]) with ordinality as given (member, place) group by member
    on conflict (entry_id, member) do update set seen = excluded.seen, expires_at = excluded.expires_at`.execute(trx);
}

/** Removes members until `keep` are left: those that were seen last. */
export async function forgetOldestMembers(trx: Database, entryId: number, keep: number): Promise<void> {
  await sql`
    delete from state_members where entry_id = ${entryId} and member in (
      select member from state_members where entry_id = ${entryId} order by seen desc offset ${keep})`.execute(trx);
}

/** Writes the entry's numbers, counted from its members. An entry without members is removed. Answers how many there are. */
export async function countMembers(trx: Database, entryId: number, by?: string): Promise<number> {
  const { rows } = await sql<{ members: number }>`
    with counted as (
      select count(*)::integer as members, coalesce(sum(octet_length(member)), 0) as bytes, min(expires_at) as first
        from state_members where entry_id = ${entryId}
    )
    update state_entries set members = counted.members, bytes = counted.bytes, expires_at = counted.first,
      revision = revision + 1, updated_at = clock_timestamp(), updated_by = coalesce(${by ?? null}, updated_by)
      from counted where id = ${entryId} returning state_entries.members`.execute(trx);
  const { members } = rows[0]!;
  if (members === 0) await trx.deleteFrom("state_entries").where("id", "=", entryId).execute();
  return members;
}
