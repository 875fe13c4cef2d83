import type { Block, Statement } from "@tempograph/graph";
import { AppendLog } from "./append-log.ts";
import type { Arrangement } from "./arrangement.ts";
import { BuilderError } from "./builder-error.ts";
import type { TakenIds } from "./taken-ids.ts";

/** The state of a chain. It is immutable: each method returns a new one. */
export interface ChainState {
  /** The same for all chains that grew from one beginning. */
  readonly origin: object;
  readonly statements: AppendLog<Statement>;
  readonly ids: TakenIds;
  /** Nothing can follow. */
  readonly closed: boolean;
  readonly arrangement?: Arrangement;
}

export function firstState(ids: TakenIds): ChainState {
  return { origin: {}, statements: AppendLog.empty(), ids, closed: false };
}

/** The chain with one more statement. */
export function grown(
  state: ChainState,
  statement: Statement,
  change: { readonly ids?: TakenIds; readonly closed?: boolean } = {},
): ChainState {
  const isLoose = statement.kind === "looseNode" || statement.kind === "looseEdge";
  if (state.closed && !isLoose) {
    throw new BuilderError(
      "Nothing can follow here: every path before has ended",
      "Remove what follows, or an end before it",
    );
  }
  return {
    ...state,
    statements: state.statements.append(statement),
    ids: change.ids ?? state.ids,
    closed: state.closed || change.closed === true,
  };
}

export function blockOf(state: ChainState): Block {
  return { statements: state.statements.toArray() };
}
