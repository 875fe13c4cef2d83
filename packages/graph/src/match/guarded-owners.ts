import type { Json } from "../definition/json.ts";
import { isScalar, type Guard, type Guarded, type Scalar } from "./condition-guard.ts";

/** Reads a value of the event; undefined where there is none. */
export type ReadGuarded = (guarded: Guarded) => Json | undefined;

/** Computed values of an event that may be many. Owners whose value is computed no more are asked one by one, in the time of their project. */
const MOST_COMPUTED = 100;

/**
 * Owners of triggers by the first comparison of their conditions. Asking costs one look-up for each path that any condition begins with, one
 * evaluation for each rule that several begin with, and the owners that may match, however many there are.
 */
export class GuardedOwners<Owner> {
  readonly #always = new Set<Owner>();
  readonly #values = new Map<string, ValueGuards<Owner>>();

  add(owner: Owner, guard: Guard | undefined): void {
    if (guard === undefined) {
      this.#always.add(owner);
      return;
    }
    const key = keyOf(guard);
    let guards = this.#values.get(key);
    if (guards === undefined) this.#values.set(key, (guards = new ValueGuards(guard)));
    guards.add(owner, guard);
  }

  remove(owner: Owner, guard: Guard | undefined): void {
    if (guard === undefined) {
      this.#always.delete(owner);
      return;
    }
    const key = keyOf(guard);
    if (this.#values.get(key)?.remove(owner, guard) === 0) this.#values.delete(key);
  }

  /** Adds the owners whose condition may be true, and those that cannot be told without evaluating it. */
  find(read: ReadGuarded, found: Set<Owner>): void {
    for (const owner of this.#always) found.add(owner);
    let computed = 0;
    for (const guards of this.#values.values()) {
      // To compute a value for one owner alone costs as much as to ask it.
      if (!("path" in guards.value) && (guards.size === 1 || (computed += 1) > MOST_COMPUTED)) guards.addAll(found);
      else guards.find(read(guards.value), found);
    }
  }
}

/** Compared as the texts that were written; a dot inside a segment of a formula makes a path of its own. */
const keyOf = (guarded: Guarded) =>
  `${guarded.reads} ${"path" in guarded ? JSON.stringify(guarded.path) : guarded.text}`;

/** The guards that read one value. */
class ValueGuards<Owner> {
  readonly value: Guarded;
  #size = 0;
  readonly #equal = new Map<Scalar, Owners<Owner>>();
  /** Guards with `==`, by the type of their constant: a value of another type may equal it, as 1 equals "1", or be an error. */
  readonly #loose = new Map<string, Owners<Owner>>();
  readonly #every = new Owners<Owner>();
  readonly #ranges = { above: new Ranges<Owner>(1), below: new Ranges<Owner>(-1) };

  constructor(value: Guarded) {
    this.value = value;
  }

  get size(): number {
    return this.#size;
  }

  add(owner: Owner, guard: Guard): void {
    this.#size += 1;
    this.#every.add(owner);
    if (guard.is === "true") return;
    if (guard.is !== "equal") return this.#ranges[guard.is].add(owner, guard);
    for (const constant of new Set(guard.to)) {
      ownersIn(this.#equal, constant).add(owner);
      if (guard.loose) ownersIn(this.#loose, typeof constant).add(owner);
    }
  }

  /** How many guards are left. */
  remove(owner: Owner, guard: Guard): number {
    this.#every.remove(owner);
    if (guard.is === "above" || guard.is === "below") this.#ranges[guard.is].remove(owner, guard);
    else if (guard.is === "equal")
      for (const constant of new Set(guard.to)) {
        if (this.#equal.get(constant)?.remove(owner) === 0) this.#equal.delete(constant);
        if (guard.loose) this.#loose.get(typeof constant)?.remove(owner);
      }
    return (this.#size -= 1);
  }

  find(given: Json | undefined, found: Set<Owner>): void {
    const { reads } = this.value;
    if (reads === "condition") return given === false ? undefined : this.addAll(found);
    const value = given ?? null;
    // A rule's null may stand for an infinite number.
    if (value === null ? reads !== "logic" : typeof value === "object") return this.addAll(found);
    if (isScalar(value)) {
      this.#equal.get(value)?.addTo(found);
      for (const [type, owners] of this.#loose) if (type !== typeof value) owners.addTo(found);
    }
    // A missing value counts as 0 in comparisons of size, as in JavaScript.
    const number = value ?? 0;
    for (const ranges of Object.values(this.#ranges))
      if (typeof number === "number") ranges.find(number, found);
      else ranges.addAll(found);
  }

  addAll(found: Set<Owner>): void {
    this.#every.addTo(found);
  }
}

/** Owners, each as often as it was added. */
class Owners<Owner> {
  readonly #counts = new Map<Owner, number>();

  add(owner: Owner): void {
    this.#counts.set(owner, (this.#counts.get(owner) ?? 0) + 1);
  }

  /** How many owners are left. */
  remove(owner: Owner): number {
    const count = this.#counts.get(owner) ?? 0;
    if (count > 1) this.#counts.set(owner, count - 1);
    else this.#counts.delete(owner);
    return this.#counts.size;
  }

  addTo(found: Set<Owner>): void {
    for (const owner of this.#counts.keys()) found.add(owner);
  }
}

type Range<Owner> = { readonly owner: Owner; readonly limit: number; readonly inclusive: boolean };

/** Comparisons with limits, sorted when they are first asked: those with the most distant limit last. */
class Ranges<Owner> {
  readonly #direction: 1 | -1;
  #ranges: Range<Owner>[] = [];
  #isSorted = true;

  constructor(direction: 1 | -1) {
    this.#direction = direction;
  }

  add(owner: Owner, { limit, inclusive }: { readonly limit: number; readonly inclusive: boolean }): void {
    this.#ranges.push({ owner, limit, inclusive });
    this.#isSorted = false;
  }

  remove(owner: Owner, guard: { readonly limit: number; readonly inclusive: boolean }): void {
    const index = this.#ranges.findIndex(
      (range) => range.owner === owner && range.limit === guard.limit && range.inclusive === guard.inclusive,
    );
    if (index !== -1) this.#ranges.splice(index, 1);
  }

  find(value: number, found: Set<Owner>): void {
    if (!this.#isSorted) this.#ranges.sort((a, b) => this.#direction * (a.limit - b.limit));
    this.#isSorted = true;
    for (const { owner, limit, inclusive } of this.#ranges) {
      const beyond = this.#direction * (value - limit);
      if (beyond < 0) return;
      if (beyond > 0 || inclusive) found.add(owner);
    }
  }

  addAll(found: Set<Owner>): void {
    for (const { owner } of this.#ranges) found.add(owner);
  }
}

function ownersIn<Key, Owner>(map: Map<Key, Owners<Owner>>, key: Key): Owners<Owner> {
  let owners = map.get(key);
  if (owners === undefined) map.set(key, (owners = new Owners()));
  return owners;
}
