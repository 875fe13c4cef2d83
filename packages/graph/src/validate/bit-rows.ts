/** Sets of small numbers, stored as rows of bits of one width: union and intersection handle 32 members at a time. */
export class BitRows {
  readonly #words: number;
  readonly #bits: Uint32Array;

  constructor(rows: number, columns: number) {
    this.#words = Math.ceil(columns / 32);
    this.#bits = new Uint32Array(rows * this.#words);
  }

  add(row: number, column: number): void {
    const at = row * this.#words + (column >>> 5);
    this.#bits[at] = (this.#bits[at] as number) | (1 << (column & 31));
  }

  has(row: number, column: number): boolean {
    return ((this.#bits[row * this.#words + (column >>> 5)] as number) & (1 << (column & 31))) !== 0;
  }

  clear(row: number): void {
    this.#bits.fill(0, row * this.#words, (row + 1) * this.#words);
  }

  copy(row: number, from: BitRows, source: number): void {
    this.#bits.set(from.#bits.subarray(source * this.#words, (source + 1) * this.#words), row * this.#words);
  }

  or(row: number, from: BitRows, source: number): void {
    const [to, at] = [row * this.#words, source * this.#words];
    for (let word = 0; word < this.#words; word++) {
      this.#bits[to + word] = (this.#bits[to + word] as number) | (from.#bits[at + word] as number);
    }
  }

  and(row: number, from: BitRows, source: number): void {
    const [to, at] = [row * this.#words, source * this.#words];
    for (let word = 0; word < this.#words; word++) {
      this.#bits[to + word] = (this.#bits[to + word] as number) & (from.#bits[at + word] as number);
    }
  }
}
