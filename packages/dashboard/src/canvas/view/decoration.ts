/** How a node is drawn beside what it is: the status of its step, or what a new version changes. */
export interface Decoration {
  readonly tone: Tone;
  /** A word on the card, such as "running" or "added": the tone's colour alone says nothing to a person who cannot see it. */
  readonly text?: string;
  /** A small text behind it, such as a duration or "3 of 10". */
  readonly detail?: string;
  /** The node was not reached, or is not what the person looks for. */
  readonly isFaint?: boolean;
}

export type Tone = "plain" | "busy" | "good" | "bad" | "waiting" | "added" | "removed" | "changed";

/** An edge that an execution took, or never will. */
export type EdgeTone = "taken" | "dead" | "added" | "removed";

export interface ProblemCount {
  readonly errors: number;
  readonly warnings: number;
}
