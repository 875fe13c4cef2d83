/** A caller, or its group, waits for more turns than it may. */
export class GateFull extends Error {}

/** How many callers of one group may wait for all the turns that one caller may wait for. */
const CALLERS_WAITING = 5;

/** How many places a group, and a caller in it, may have at once. */
interface Shares {
  readonly ofGroup: number;
  readonly ofCaller: number;
}

interface Group {
  inside: number;
  readonly insideOf: Map<string, number>;
  waiting: number;
  /** By caller, in the order of their turns. */
  readonly waitingOf: Map<string, (() => void)[]>;
}

/**
 * Lets a number of works run at once and the others wait. Groups take turns, and in a group its callers: somebody who asks for a hundred
 * things delays others by one of them, and so does a group with a hundred callers. Unless other shares are given, no group gets all places
 * where there is more than one, so there is always one for another group; and where there are more than two, no caller gets all of its group's.
 */
export class FairGate {
  readonly #places: number;
  readonly #mostWaiting: number;
  readonly #shares: Shares;
  #inside = 0;
  /** In the order of their turns. */
  readonly #groups = new Map<string, Group>();

  constructor(
    places: number,
    mostWaiting: number,
    shares: Shares = { ofGroup: Math.max(1, places - 1), ofCaller: Math.max(1, places - 2) },
  ) {
    this.#places = places;
    this.#shares = shares;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws GateFull */
  async pass<Value>(group: string, caller: string, work: () => Promise<Value>): Promise<Value> {
    await this.#enter(group, caller);
    try {
      return await work();
    } finally {
      this.#leave(group, caller);
    }
  }

  async #enter(name: string, caller: string): Promise<void> {
    const group = this.#groups.get(name) ?? { inside: 0, insideOf: new Map(), waiting: 0, waitingOf: new Map() };
    const turns = group.waitingOf.get(caller) ?? [];
    if (turns.length >= this.#mostWaiting || group.waiting >= this.#mostWaiting * CALLERS_WAITING)
      throw new GateFull(`${turns.length} requests of this caller and ${group.waiting} of its group wait`);
    const turn = new Promise<void>((resolve) => turns.push(resolve));
    // Whoever begins to wait is behind those who wait already.
    if (group.waiting === 0) this.#groups.delete(name);
    group.waiting += 1;
    group.waitingOf.set(caller, turns);
    this.#groups.set(name, group);
    this.#admit();
    await turn;
  }

  #leave(name: string, caller: string): void {
    const group = this.#groups.get(name)!;
    const left = group.insideOf.get(caller)! - 1;
    if (left === 0) group.insideOf.delete(caller);
    else group.insideOf.set(caller, left);
    group.inside -= 1;
    this.#inside -= 1;
    if (group.inside === 0 && group.waiting === 0) this.#groups.delete(name);
    this.#admit();
  }

  #admit(): void {
    for (const [name, group] of this.#groups) {
      if (this.#inside >= this.#places) return;
      if (group.inside >= this.#shares.ofGroup) continue;
      const enter = this.#next(group);
      if (enter === undefined) continue;
      // To the end of the order, where this loop meets the group again: the next turn is another group's.
      this.#groups.delete(name);
      this.#groups.set(name, group);
      group.inside += 1;
      this.#inside += 1;
      enter();
    }
  }

  /** Takes the next turn of the group. */
  #next(group: Group): (() => void) | undefined {
    for (const [caller, turns] of group.waitingOf) {
      const inside = group.insideOf.get(caller) ?? 0;
      if (inside >= this.#shares.ofCaller) continue;
      const enter = turns.shift()!;
      group.waiting -= 1;
      group.waitingOf.delete(caller);
      if (turns.length > 0) group.waitingOf.set(caller, turns);
      group.insideOf.set(caller, inside + 1);
      return enter;
    }
    return undefined;
  }
}
