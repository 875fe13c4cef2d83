import { BuilderError } from "./builder-error.ts";

/** The node ids of a flow so far; grows like `AppendLog`. */
export class TakenIds {
  readonly #positions: Map<string, number>;
  readonly #size: number;

  constructor(positions: Map<string, number> = new Map(), size = 0) {
    this.#positions = positions;
    this.#size = size;
  }

  has(id: string): boolean {
    return (this.#positions.get(id) ?? this.#size) < this.#size;
  }

  /** The id that the author gave, or else `wish`, `wish2`, `wish3` …. */
  choose(given: string | undefined, wish: string): string {
    if (given === undefined) return this.#free(wish);
    if (!this.has(given)) return given;
    throw new BuilderError(`There are two nodes with the id ${JSON.stringify(given)}`, "Give one of them another id");
  }

  with(id: string): TakenIds {
    if (this.has(id)) return this;
    const isTip = this.#positions.size === this.#size;
    const positions = isTip ? this.#positions : new Map([...this.#positions].filter(([known]) => this.has(known)));
    positions.set(id, this.#size);
    return new TakenIds(positions, this.#size + 1);
  }

  #free(wish: string): string {
    let id = wish;
    for (let more = 2; this.has(id); more += 1) id = `${wish}${more}`;
    return id;
  }
}
