import type { Trigger } from "../definition/trigger.ts";
import { patternOf } from "./compile-triggers.ts";
import { patternKey, patternKeysOf } from "./type-pattern.ts";

/**
 * Owners of triggers, to be found by an event's type: those of other types cost nothing, however many there are.
 */
export class TriggerIndex<Owner extends { readonly triggers: readonly Trigger[] }> {
  readonly #byKey = new Map<string, Owner[]>();
  /** The order in which owners were given. */
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

  /** Each owner once that has a trigger for events of this type, in the order in which they were given. */
  find(eventType: string): readonly Owner[] {
    const found = new Set(patternKeysOf(eventType).flatMap((key) => this.#byKey.get(key) ?? []));
    return [...found].sort((a, b) => this.#order.get(a)! - this.#order.get(b)!);
  }
}
