/** A caller waits for more turns than one caller may. */
export class GateFull extends Error {}

interface Waiting {
  readonly enter: () => void;
}

/**
 * Lets a number of works run at once and the others wait. Callers take turns: somebody who asks for a hundred things delays others by
 * one of them. If there is more than one place, no caller gets all of them, so there is always one for somebody else.
 */
export class FairGate {
  readonly #places: number;
  readonly #mostWaiting: number;
  #inside = 0;
  readonly #insideOf = new Map<string, number>();
  /** By caller, in the order of their turns. */
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(places: number, mostWaiting: number) {
    this.#places = places;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws GateFull */
  async pass<Value>(caller: string, work: () => Promise<Value>): Promise<Value> {
    await this.#enter(caller);
    try {
      return await work();
    } finally {
      this.#leave(caller);
    }
  }

  async #enter(caller: string): Promise<void> {
    const waiting = this.#waiting.get(caller) ?? [];
    if (waiting.length >= this.#mostWaiting) throw new GateFull(`More than ${this.#mostWaiting} requests wait`);
    const turn = new Promise<void>((resolve) => waiting.push({ enter: resolve }));
    this.#waiting.set(caller, waiting);
    this.#admit();
    await turn;
  }

  #leave(caller: string): void {
    this.#inside -= 1;
    const left = (this.#insideOf.get(caller) ?? 1) - 1;
    if (left === 0) this.#insideOf.delete(caller);
    else this.#insideOf.set(caller, left);
    this.#admit();
  }

  #admit(): void {
    const most = Math.max(1, this.#places - 1);
    for (const [caller, waiting] of this.#waiting) {
      if (this.#inside >= this.#places) return;
      const inside = this.#insideOf.get(caller) ?? 0;
      if (inside >= most) continue;
      const next = waiting.shift()!;
      // To the end of the order: the next turn is another caller's.
      this.#waiting.delete(caller);
      if (waiting.length > 0) this.#waiting.set(caller, waiting);
      this.#inside += 1;
      this.#insideOf.set(caller, inside + 1);
      next.enter();
    }
  }
}
