import type { Json, JsonSchema } from "@tempograph/graph";

/** A workflow as sentences: what starts it, what holds back a start, and what it does. */
export interface Sentences {
  readonly triggers: readonly Phrase[];
  /** Settings of the whole graph, such as its start policies. */
  readonly settings: readonly Phrase[];
  readonly steps: readonly Phrase[];
}

/** One line of the text, and the lines that are set in below it. */
export interface Phrase {
  readonly kind: PhraseKind;
  /** JSON Pointer into the source of the trigger, policy or node that the line tells of: `/graph/nodes/2`. */
  readonly path?: string;
  /** The id of the node that the line tells of, or whose port the clause is about. */
  readonly node?: string;
  readonly pieces: readonly Piece[];
  /** The lines inside. If it is there, even empty, the line ends with a colon. */
  readonly block?: readonly Phrase[];
}

export type PhraseKind =
  | "trigger"
  | "setting"
  | "step"
  /** A path of the step before it, such as "otherwise". */
  | "clause"
  /** How the lines around it hang together, such as "at the same time". */
  | "flow";

export type Piece = Words | Slot | Name;

export interface Words {
  readonly kind: "words";
  readonly text: string;
}

/** The name of a node: other sentences refer to it. */
export interface Name {
  readonly kind: "name";
  readonly text: string;
}

/** A value of the source that can be changed where it stands. `setSlot` changes it. */
export interface Slot {
  readonly kind: "slot";
  /** JSON Pointer into the source: `/graph/nodes/2/data/message`. */
  readonly path: string;
  readonly type: SlotType;
  readonly value: Json;
  /** How the value stands in the text: `"New hot lead"`, `80`, `2 hours`. */
  readonly text: string;
  /** What the value has to fit, if that is known. */
  readonly schema?: JsonSchema;
  /** The values to choose from, if they are known. */
  readonly options?: readonly Json[];
  /** The finer slots that a condition consists of. Their texts, with words between them, are this slot's text. */
  readonly pieces?: readonly Piece[];
}

export type SlotType =
  /** A text. In data of nodes it may hold templates. */
  | "text"
  | "number"
  | "boolean"
  | "duration"
  /** One of `options`. */
  | "choice"
  /** A condition, in JSONLogic or CEL. */
  | "condition"
  /** The path of a field that a condition reads, such as `lead.score`. */
  | "field"
  /** The operator of a comparison; `path` is that of the comparison, such as `{ ">": [ … ] }`. */
  | "operator"
  /** Any JSON. */
  | "json";
