import {
  countMembers,
  deleteStateEntry,
  forgetOldestMembers,
  insertStateEntry,
  knownMembers,
  lockStateEntry,
  removeExpiredMembers,
  seeMembers,
  writeStateValue,
  type Database,
  type LockedEntry,
  type StatePlace,
} from "@tempograph/db";
import {
  changes,
  checkIsSet,
  checkKept,
  freshItems,
  incremented,
  limits,
  setFull,
  stateBytes,
  type StateAnswers,
  type StateOperation,
  type StateKind,
  type StateRequest,
} from "@tempograph/graph";
import { checkRoom } from "./check-room.ts";

/**
 * Changes an entry as the request says, in the caller's transaction. `by` is who changes it: an execution, or a caller of the API. The
 * entry is the only one that the transaction locks, so no two of them wait for each other in a circle.
 */
export async function changeEntry(
  trx: Database,
  place: StatePlace,
  request: StateRequest<Exclude<StateOperation, "get">>,
  by: string,
): Promise<StateAnswers[Exclude<StateOperation, "get">]> {
  const found = await lockLive(trx, place);
  const { key } = place;
  const value = found?.kind === "value" ? found.value : undefined;
  switch (request.op) {
    case "set": {
      const changed = found?.kind === "set" || changes(value, request.value);
      const answer = { changed, previous: value ?? null };
      if (request.value !== null) await write(trx, place, found, request.value, request.ttlMs, by);
      else if (found !== undefined) await deleteStateEntry(trx, found.id);
      return answer;
    }
    case "increment": {
      const sum = incremented(key, found?.kind === "set" ? [] : value, request.by);
      await write(trx, place, found, sum, value === undefined ? request.ttlMs : undefined, by);
      return { value: sum };
    }
    case "addToSet": {
      const { entry, known } = await openSet(trx, place, found, [request.member], by);
      if (known.has(request.member)) return { added: false, size: entry.members };
      if (entry.members >= limits.MAX_STATE_MEMBERS) throw setFull(key);
      await seeMembers(trx, entry, [request.member], request.ttlMs);
      return { added: true, size: await countMembers(trx, entry.id, by) };
    }
    case "onlyNew": {
      const { members, keep, ttlMs, skipFirst } = request;
      checkKept(members, keep);
      checkIsSet(key, found?.kind);
      if (found === undefined && members.length === 0) return { fresh: [] };
      const { entry, known } = await openSet(trx, place, found, members, by);
      await seeMembers(trx, entry, members, ttlMs);
      await forgetOldestMembers(trx, entry.id, keep);
      await countMembers(trx, entry.id, by);
      return { fresh: found === undefined && skipFirst ? [] : freshItems(members, known) };
    }
  }
}

/** The entry without what has expired, locked. An entry that has expired as a whole is removed. */
async function lockLive(trx: Database, place: StatePlace): Promise<LockedEntry | undefined> {
  const found = await lockStateEntry(trx, place);
  if (found === undefined || !found.expired) return found;
  if (found.kind === "value") await deleteStateEntry(trx, found.id);
  else {
    await removeExpiredMembers(trx, found.id);
    await countMembers(trx, found.id);
  }
  return await lockLive(trx, place);
}

async function write(
  trx: Database,
  place: StatePlace,
  found: LockedEntry | undefined,
  value: Parameters<typeof writeStateValue>[2]["value"],
  ttlMs: number | null | undefined,
  by: string,
): Promise<void> {
  const bytes = stateBytes(value);
  await checkRoom(trx, place, found, bytes - (found?.bytes ?? 0));
  const entry = found ?? (await make(trx, place, "value", by));
  await writeStateValue(trx, entry, { value, bytes, ttlMs, by });
}

/** The set, made where there is none, and which of the members it has. Refuses members for which there is no room. */
async function openSet(
  trx: Database,
  place: StatePlace,
  found: LockedEntry | undefined,
  members: readonly string[],
  by: string,
): Promise<{ readonly entry: LockedEntry; readonly known: ReadonlySet<string> }> {
  checkIsSet(place.key, found?.kind);
  const known = found === undefined ? new Set<string>() : await knownMembers(trx, found.id, members);
  const added = [...new Set(members)].filter((member) => !known.has(member));
  if (added.length > 0) await checkRoom(trx, place, found, Buffer.byteLength(added.join("")));
  return { entry: found ?? (await make(trx, place, "set", by)), known };
}

async function make(trx: Database, place: StatePlace, kind: StateKind, by: string): Promise<LockedEntry> {
  const made = await insertStateEntry(trx, place, kind, by);
  if (made === undefined) throw new MadeMeanwhile();
  return made;
}

/** Somebody else has made the entry since it was looked for. */
class MadeMeanwhile extends Error {}

/** Runs a transaction that changes an entry; anew where somebody else has made the same entry at the same time. */
export async function inTransaction<T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (!(error instanceof MadeMeanwhile)) throw error;
    }
  }
}
