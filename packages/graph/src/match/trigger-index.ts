import type { EventData } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import { isReservedSource, sourcesOf, type SourcedEvent } from "../triggers/trigger-source.ts";
import { listeningOf } from "./compile-triggers.ts";
import { guardOf, type Guard } from "./condition-guard.ts";
import { GuardedOwners } from "./guarded-owners.ts";
import { readGuarded } from "./read-guarded.ts";
import { patternKey, patternKeysOf } from "./type-pattern.ts";

type ListenedEvent = SourcedEvent & Pick<EventData, "type">;

interface TriggerOwner {
  readonly id: string;
  readonly triggers: readonly Trigger[];
}

/** The owners of triggers that listen to one pattern of types, of one source or of all. */
class Listeners<Owner> {
  readonly all = new Set<Owner>();
  /** Those of `all` that listen to another pattern, too. */
  readonly elsewhere = new Set<Owner>();
  readonly guarded = new GuardedOwners<Owner>();
}

/** Which owners an event concerns. */
export interface Concerned<Owner> {
  /** How many owners have a trigger for events of this type and source. */
  readonly count: number;
  /** Those whose conditions have to be evaluated. The condition of every other one is false, which its first comparison or part tells. */
  readonly toAsk: readonly Owner[];
}

/**
 * Finds the owners of triggers (for example workflows) by the type and source of an event, and by the first comparison of their
 * conditions. Neither the owners that listen to others nor those whose constants differ are looked at, so that their number does not slow
 * down the look-up.
 */
export class TriggerIndex<Owner extends TriggerOwner> {
  readonly #byKey = new Map<string, Listeners<Owner>>();

  constructor(owners: Iterable<Owner> = []) {
    for (const owner of owners) this.add(owner);
  }

  add(owner: Owner): void {
    const keys = keysOf(owner);
    for (const [key, guards] of keys) {
      let listeners = this.#byKey.get(key);
      if (listeners === undefined) this.#byKey.set(key, (listeners = new Listeners()));
      listeners.all.add(owner);
      if (keys.size > 1) listeners.elsewhere.add(owner);
      for (const guard of guards) listeners.guarded.add(owner, guard);
    }
  }

  remove(owner: Owner): void {
    for (const [key, guards] of keysOf(owner)) {
      const listeners = this.#byKey.get(key);
      if (listeners?.all.delete(owner) !== true) continue;
      listeners.elsewhere.delete(owner);
      for (const guard of guards) listeners.guarded.remove(owner, guard);
      if (listeners.all.size === 0) this.#byKey.delete(key);
    }
  }

  /**
   * All owners that have a trigger for events of this type and source, each once: first those that name the source, and of the most exact
   * type; those of one pattern in the order in which they were added. An owner that is added later does not change the order of the others.
   */
  find(event: ListenedEvent): readonly Owner[] {
    return [...new Set(this.#listeners(event).flatMap(({ all }) => [...all]))];
  }

  /** The same owners, without those whose conditions are certainly false. */
  concerned(event: EventData): Concerned<Owner> {
    const found = this.#listeners(event);
    const read = readGuarded(event);
    const toAsk = new Set<Owner>();
    for (const { guarded } of found) guarded.find(read, toAsk);
    return { count: countOwners(found), toAsk: [...toAsk] };
  }

  #listeners(event: ListenedEvent): Listeners<Owner>[] {
    const keys = patternKeysOf(event.type);
    const types = isReservedSource(event.source) ? [] : keys.map(typeKey);
    const sources = sourcesOf(event).flatMap((source) => keys.map((type) => sourceKey(source, type)));
    return [...sources, ...types].map((key) => this.#byKey.get(key)).filter((listeners) => listeners !== undefined);
  }
}

function countOwners<Owner>(found: readonly Listeners<Owner>[]): number {
  if (found.length <= 1) return found[0]?.all.size ?? 0;
  const shared = new Set<Owner>();
  let count = 0;
  for (const { all, elsewhere } of found) {
    count += all.size - elsewhere.size;
    for (const owner of elsewhere) shared.add(owner);
  }
  return count + shared.size;
}

/** The guards of the owner's triggers by the key that they listen to. */
function keysOf({ id, triggers }: TriggerOwner): ReadonlyMap<string, readonly (Guard | undefined)[]> {
  const keys = new Map<string, (Guard | undefined)[]>();
  for (const [index, trigger] of triggers.entries()) {
    const listening = listeningOf(trigger, index, id);
    if (listening === null) continue;
    const guard = guardOf(trigger);
    for (const type of new Set(listening.patterns.map(patternKey))) {
      const key = listening.source === undefined ? typeKey(type) : sourceKey(listening.source, type);
      keys.set(key, [...(keys.get(key) ?? []), guard]);
    }
  }
  return keys;
}

const typeKey = (type: string) => type;
/** No type holds a line break. */
const sourceKey = (source: string, type: string) => `${source}\n${type}`;
