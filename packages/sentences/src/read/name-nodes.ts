import type { PlacedRead, ReadStatement } from "./read-text.ts";

/** The nodes of a text in the order in which it names them. */
export function placedIn(statements: readonly ReadStatement[]): readonly PlacedRead[] {
  return statements.flatMap((one): readonly PlacedRead[] => {
    switch (one.kind) {
      case "node":
        return [
          one,
          ...placedIn(one.body ?? []),
          ...placedIn(one.compensation ?? []),
          ...one.clauses.flatMap(({ path }) => placedIn(path)),
        ];
      case "fork":
        return one.paths.flatMap(placedIn);
      case "apart":
        return placedIn(one.steps);
      default:
        return [];
    }
  });
}

/**
 * Gives ids to nodes in the order of the text: the type, and a number if it is taken, as in `log`, `log2`. Whoever writes text leaves out
 * an id that reading would give anyway.
 */
export class NodeIds {
  readonly #taken: Set<string>;

  /** `named` are the ids that the text says. */
  constructor(named: Iterable<string>) {
    this.#taken = new Set(named);
  }

  /** The id of the next node without a name. */
  next(type: string): string {
    const id = this.peek(type);
    this.#taken.add(id);
    return id;
  }

  peek(type: string): string {
    let id = type;
    for (let more = 2; this.#taken.has(id); more += 1) id = `${type}${more}`;
    return id;
  }

  take(id: string): void {
    this.#taken.add(id);
  }
}
