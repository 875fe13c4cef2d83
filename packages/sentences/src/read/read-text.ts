import type { GraphSettings, Trigger } from "@tempograph/graph";
import type { ReadNode } from "./read-step.ts";

/** A text as its reader understood it, before nodes have their ids. */
export interface ReadText {
  readonly triggers: readonly Trigger[];
  readonly settings: GraphSettings | undefined;
  readonly steps: readonly ReadStatement[];
  readonly problems: readonly TextProblem[];
}

/** Something in a text that cannot be read, or that no graph can express. */
export interface TextProblem {
  readonly message: string;
  readonly hint: string;
  /** Where it is: from this offset up to that one. */
  readonly from: number;
  readonly to: number;
}

export type ReadStatement = PlacedRead | ForkRead | FlowRead | LooseRead | ConnectRead;

export interface PlacedRead {
  readonly kind: "node";
  node: ReadNode;
  readonly from: number;
  readonly to: number;
  readonly clauses: ReadClause[];
  body?: readonly ReadStatement[];
  compensation?: readonly ReadStatement[];
}

/** The path of a port. */
export interface ReadClause {
  readonly port: string;
  readonly path: readonly ReadStatement[];
}

export interface ForkRead {
  readonly kind: "fork";
  readonly paths: readonly (readonly ReadStatement[])[];
}

export interface FlowRead {
  /** `stop`: nothing follows; `goOn`: the path is empty; `noStart`: no start node comes before the first step. */
  readonly kind: "stop" | "goOn" | "noStart";
}

/** A node that only `connect` leads to. */
export interface LooseRead {
  readonly kind: "apart";
  readonly steps: readonly ReadStatement[];
  readonly from: number;
  readonly to: number;
}

export interface ConnectRead {
  readonly kind: "connect";
  readonly source: string;
  readonly port: string;
  readonly target: string;
}
