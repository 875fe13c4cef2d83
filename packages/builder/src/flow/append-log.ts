/**
 * An immutable list that grows at its end: each `append` returns a new list. The newest list shares its memory with the
 * earlier ones; the memory is copied only if a second list is grown from the same earlier list.
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
