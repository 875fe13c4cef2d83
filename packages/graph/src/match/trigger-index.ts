import type { Trigger } from "../definition/trigger.ts";
import { patternOf } from "./compile-triggers.ts";
import { patternKey, patternKeysOf } from "./type-pattern.ts";

/**
 * Finds the owners of triggers (for example workflows) by the type of an event. The triggers of other types are not
 * looked at, so that their number does not slow down the look-up.
 */
export class TriggerIndex<Owner extends { readonly triggers: readonly Trigger[] }> {
  readonly #byKey = new Map<string, Owner[]>();
  /** The position of each owner in the list that the index was made from. */
  readonly #order = new Map<Owner, number>();

  constructor(owners: Iterable<Owner>) {
    for (const owner of owners) {
      this.#order.set(owner, this.#order.size);
      for (const key of new Set(owner.triggers.map((trigger) => patternKey(patternOf(trigger))))) {
        const known = this.#byKey.get(key);
        if (known === undefined) this.#byKey.set(key, [owner]);
        else known.push(owner);
      }
    }
  }

  /** All owners that have a trigger for events of this type, each once, in the order in which they were given. */
  find(eventType: string): readonly Owner[] {
    const found = new Set(patternKeysOf(eventType).flatMap((key) => this.#byKey.get(key) ?? []));
    return [...found].sort((a, b) => this.#order.get(a)! - this.#order.get(b)!);
  }
}
