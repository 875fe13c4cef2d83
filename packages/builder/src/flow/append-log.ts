/**
 * A list that grows at its end and never changes behind a reader's back: each `append` gives a new one. The newest shares
 * its memory with those before it; only a second growth from the same place copies.
 */
export class AppendLog<T> {
  readonly #items: T[];
  readonly length: number;

  private constructor(items: T[], length: number) {
    this.#items = items;
    this.length = length;
  }

  static empty<T>(): AppendLog<T> {
    return new AppendLog<T>([], 0);
  }

  append(...more: readonly T[]): AppendLog<T> {
    const items = this.#items.length === this.length ? this.#items : this.#items.slice(0, this.length);
    for (const one of more) items.push(one);
    return new AppendLog(items, items.length);
  }

  toArray(): readonly T[] {
    return this.#items.slice(0, this.length);
  }
}
