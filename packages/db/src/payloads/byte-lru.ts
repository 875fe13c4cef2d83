/** Keeps the values used last, as many as fit into `maxBytes`. */
export class ByteLru {
  readonly #maxBytes: number;
  readonly #values = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Uint8Array | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    // Set anew: a Map keeps the order of insertion, so its first key is the one unused for longest.
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: Uint8Array): void {
    if (value.length > this.#maxBytes) return;
    this.#bytes += value.length - (this.#values.get(key)?.length ?? 0);
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const [oldest, { length }] of this.#values) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#values.delete(oldest);
      this.#bytes -= length;
    }
  }
}
