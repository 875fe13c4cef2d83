import type { Block } from "@tempograph/graph";
import { BuilderError } from "./builder-error.ts";
import { blockOf, firstState, type ChainState } from "./chain-state.ts";
import type { TakenIds } from "./taken-ids.ts";

/** A path as the author writes it: a function from a chain to a longer one. */
export type PathFunction = (chain: unknown, extra?: unknown) => unknown;

export interface Walked {
  readonly block: Block;
  readonly closed: boolean;
}

/** Calls the author's path functions one after the other, so that no two paths choose the same id. */
export class PathWalker {
  readonly #wrap: (state: ChainState) => unknown;
  readonly #unwrap: (chain: unknown) => ChainState | undefined;
  ids: TakenIds;

  constructor(ids: TakenIds, wrap: (state: ChainState) => unknown, unwrap: (chain: unknown) => ChainState | undefined) {
    this.ids = ids;
    this.#wrap = wrap;
    this.#unwrap = unwrap;
  }

  walk(path: PathFunction, extra?: unknown): Walked {
    const start = firstState(this.ids);
    const end = this.#unwrap(path(this.#wrap(start), extra));
    if (end === undefined || end.origin !== start.origin) {
      throw new BuilderError(
        "A path does not give back its chain",
        "Write (path) => path.step(…), without braces or with return",
      );
    }
    this.ids = end.ids;
    return { block: blockOf(end), closed: end.closed };
  }
}
