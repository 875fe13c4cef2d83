/** Two people changed the same thing in different ways since both opened it. */
export interface Conflict {
  /** Names the conflict in `choices`. */
  readonly key: string;
  readonly kind: "node" | "edge" | "trigger" | "graph";
  /** The element's id; empty for a setting of the graph. */
  readonly id: string;
  /** JSON Pointer into the element; empty where one of the two removed it. */
  readonly path: string;
  /** Undefined where the value is not there. */
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  /** Whose value the merged draft has. */
  readonly taken: Side;
}

export type Side = "mine" | "theirs";
/** What a person decided about conflicts, by their key. */
export type Choices = ReadonlyMap<string, Side>;
