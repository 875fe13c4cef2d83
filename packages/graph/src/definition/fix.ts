import type { PatchOperation } from "./json-patch.ts";

/**
 * A change that resolves a problem, as data: JSON Patch on the graph that was checked, with its triggers under `triggers`. The rule that finds
 * the problem makes it. It begins with `test` operations where positions could have moved since, so that it is refused and nothing else is hit.
 */
export interface Fix {
  /** What the change does, as a button says it: `Write "url" instead of "ulr"`. */
  readonly title: string;
  readonly patch: readonly PatchOperation[];
  /** It assumes what the author meant. Absent: the workflow would do the same, or no other change resolves the problem. */
  readonly isGuess?: true;
}
