import type { Json } from "../definition/json.ts";
import { MAX_STATE_MEMBERS } from "../definition/limits.ts";
import { checkIsSet, changes, checkKept, freshItems, incremented, setFull, type StateKind } from "./state-rules.ts";
import type { StateAnswers, StateOperation, StateRequest, StateScope } from "./state-request.ts";

type Entry =
  | { readonly kind: "value"; readonly value: Json; readonly expiresAt: number }
  /** In the order in which they were last seen. */
  | { readonly kind: "set"; readonly members: Map<string, number> };

export interface LocalOwner {
  /** The id of the workflow whose entry it is. Left out: it is the project's. `runGraph` runs its graph as the workflow `local`. */
  readonly workflow?: string;
  /** The virtual time in milliseconds since 1970, by which entries have expired. */
  readonly at?: number;
}

/** State entries in memory: for local runs, and the model with which the rows in Postgres are compared. */
export class LocalMemory {
  readonly #entries = new Map<string, Entry>();

  /** The value of an entry, or the members of a set; null if there is none. `workflow` is left out for an entry of the project. */
  get(key: string, { workflow, at = 0 }: LocalOwner = {}): Json {
    return this.apply(workflow ?? "", { op: "get", scope: scopeOf(workflow), key }, at).value;
  }

  /** Sets an entry to a value, or removes it with null. */
  set(key: string, value: Json, { workflow, at = 0 }: LocalOwner = {}): void {
    this.apply(workflow ?? "", { op: "set", scope: scopeOf(workflow), key, value, ttlMs: null }, at);
  }

  apply<Op extends StateOperation>(owner: string, request: StateRequest<Op>, now: number): StateAnswers[Op];
  apply(owner: string, request: StateRequest, now: number): StateAnswers[StateOperation] {
    const { key } = request;
    const place = JSON.stringify([request.scope === "project" ? null : owner, key]);
    const entry = this.#live(place, now);
    const value = entry?.kind === "value" ? entry.value : undefined;
    const until = (ttlMs: number | null): number => (ttlMs === null ? Infinity : now + ttlMs);
    switch (request.op) {
      case "get":
        return { found: entry !== undefined, value: entry === undefined ? null : shown(entry) };
      case "set": {
        const changed = entry?.kind === "set" || changes(value, request.value);
        if (request.value === null) this.#entries.delete(place);
        else this.#entries.set(place, { kind: "value", value: request.value, expiresAt: until(request.ttlMs) });
        return { changed, previous: value ?? null };
      }
      case "increment": {
        const next = incremented(key, entry?.kind === "set" ? [] : value, request.by);
        const expiresAt = entry?.kind === "value" ? entry.expiresAt : until(request.ttlMs);
        this.#entries.set(place, { kind: "value", value: next, expiresAt });
        return { value: next };
      }
      case "addToSet": {
        const members = this.#members(place, key, entry?.kind);
        const added = !members.has(request.member);
        if (added && members.size >= MAX_STATE_MEMBERS) throw setFull(key);
        if (added) members.set(request.member, until(request.ttlMs));
        return { added, size: members.size };
      }
      case "onlyNew": {
        checkKept(request.members, request.keep);
        const members = this.#members(place, key, entry?.kind);
        const fresh = freshItems(request.members, new Set(members.keys()));
        for (const member of request.members) {
          members.delete(member);
          members.set(member, until(request.ttlMs));
        }
        for (const oldest of [...members.keys()].slice(0, Math.max(0, members.size - request.keep)))
          members.delete(oldest);
        return { fresh: entry === undefined && request.skipFirst ? [] : fresh };
      }
    }
  }

  #members(place: string, key: string, kind: StateKind | undefined): Map<string, number> {
    checkIsSet(key, kind);
    const found = this.#entries.get(place);
    if (found?.kind === "set") return found.members;
    const members = new Map<string, number>();
    this.#entries.set(place, { kind: "set", members });
    return members;
  }

  /** The entry without what has expired. */
  #live(place: string, now: number): Entry | undefined {
    const entry = this.#entries.get(place);
    if (entry?.kind === "set") {
      for (const [member, expiresAt] of entry.members) if (expiresAt <= now) entry.members.delete(member);
      if (entry.members.size > 0) return entry;
    } else if (entry !== undefined && entry.expiresAt > now) return entry;
    this.#entries.delete(place);
    return undefined;
  }
}

function scopeOf(workflow: string | undefined): StateScope {
  return workflow === undefined ? "project" : "workflow";
}

/** How many members of a set `state_get` gives: those that were added or seen last, the latest first. */
export const SHOWN_MEMBERS = 1_000;

function shown(entry: Entry): Json {
  if (entry.kind === "value") return entry.value;
  return [...entry.members.keys()]
    .slice(-SHOWN_MEMBERS)
    .reverse()
    .map((member) => JSON.parse(member) as Json);
}
