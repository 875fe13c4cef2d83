import type { Trigger } from "../definition/trigger.ts";
import { isReservedSource } from "../triggers/trigger-source.ts";
import { listeningOf } from "./compile-triggers.ts";
import { patternKey, patternKeysOf } from "./type-pattern.ts";

/**
 * Finds the owners of triggers (for example workflows) by the type and source of an event. Owners that listen to others are not
 * looked at, so that their number does not slow down the look-up.
 */
export class TriggerIndex<Owner extends { readonly id: string; readonly triggers: readonly Trigger[] }> {
  readonly #byKey = new Map<string, Owner[]>();

  constructor(owners: Iterable<Owner> = []) {
    for (const owner of owners) this.add(owner);
  }

  add(owner: Owner): void {
    for (const key of new Set(keysOf(owner))) {
      const known = this.#byKey.get(key);
      if (known === undefined) this.#byKey.set(key, [owner]);
      else known.push(owner);
    }
  }

  /**
   * All owners that have a trigger for events of this type and source, each once: first those that name the source, and of the most exact
   * type; those of one pattern in the order in which they were added. An owner that is added later does not change the order of the others.
   */
  find(event: { readonly type: string; readonly source: string }): readonly Owner[] {
    const types = isReservedSource(event.source) ? [] : patternKeysOf(event.type).map(typeKey);
    const sources = patternKeysOf(event.type).map((type) => sourceKey(event.source, type));
    return [...new Set([...sources, ...types].flatMap((key) => this.#byKey.get(key) ?? []))];
  }
}

function keysOf({ id, triggers }: { readonly id: string; readonly triggers: readonly Trigger[] }): readonly string[] {
  return triggers.flatMap((trigger, index) => {
    const listening = listeningOf(trigger, index, id);
    if (listening === null) return [];
    const type = patternKey(listening.pattern);
    return listening.source === undefined ? typeKey(type) : sourceKey(listening.source, type);
  });
}

const typeKey = (type: string) => type;
/** No type holds a line break. */
const sourceKey = (source: string, type: string) => `${source}\n${type}`;
