import { canonicalJson } from "../definition/canonical-json.ts";
import type { Json } from "../definition/json.ts";
import { MAX_STATE_MEMBERS } from "../definition/limits.ts";
import { StateError } from "./state-error.ts";

// What the operations of state entries mean, whether an entry is a row or is kept in memory.

export type StateKind = "value" | "set";

/** A counter's next number. An entry that does not exist counts as 0. */
export function incremented(key: string, before: Json | undefined, by: number): number {
  const from = before ?? 0;
  if (typeof from !== "number")
    throw wrongKind(key, "a number", "Use another key for the counter, or set this one to a number.");
  const value = from + by;
  if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  throw new StateError(
    "INPUT_INVALID",
    `${from} + ${by} is beyond ${Number.MAX_SAFE_INTEGER}, up to which numbers are exact.`,
    "Set the counter back with `state_set`.",
  );
}

/** Whether a value replaces another one. */
export function changes(before: Json | undefined, value: Json): boolean {
  return canonicalJson(before ?? null) !== canonicalJson(value);
}

/** The places of the items that are new: not among the known members, and the first of several that are equal. */
export function freshItems(members: readonly string[], known: ReadonlySet<string>): readonly number[] {
  const seen = new Set(known);
  return members.flatMap((member, index) => {
    if (seen.has(member)) return [];
    seen.add(member);
    return [index];
  });
}

/** Refuses a list with more members than are to be kept: those that are forgotten at once would be new for ever. */
export function checkKept(members: readonly string[], keep: number): void {
  const count = new Set(members).size;
  if (count <= keep) return;
  throw new StateError(
    "STATE_FULL",
    `The list has ${count} different items, but \`keep\` is ${keep}.`,
    `Raise \`keep\` (at most ${MAX_STATE_MEMBERS}), or split the list and give each part a key of its own.`,
    { limit: keep },
  );
}

export function checkIsSet(key: string, kind: StateKind | undefined): void {
  if (kind === "value") throw wrongKind(key, "a set", "Use another key for the set.");
}

export function setFull(key: string): StateError {
  return new StateError(
    "STATE_FULL",
    `The set ${JSON.stringify(key)} has ${MAX_STATE_MEMBERS} members, the most that a set may have.`,
    "Give the members a time to live (`ttl`), or spread them over several keys.",
    { limit: MAX_STATE_MEMBERS },
  );
}

function wrongKind(key: string, needed: string, hint: string): StateError {
  return new StateError("STATE_WRONG_KIND", `The state entry ${JSON.stringify(key)} is not ${needed}.`, hint);
}
