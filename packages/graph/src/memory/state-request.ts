import type { Json } from "../definition/json.ts";

/** Whose entry it is: the workflow's own, or one that all workflows of the project share. */
export type StateScope = "workflow" | "project";

/** What the five node types with memory ask for. Each is applied once per step, whatever number of attempts the step takes (I5). */
export interface StateRequests {
  get: object;
  /** A null removes the entry. */
  set: { readonly value: Json; readonly ttlMs: number | null };
  increment: { readonly by: number; readonly ttlMs: number | null };
  addToSet: { readonly member: string; readonly ttlMs: number | null };
  onlyNew: {
    /** One per item; the same member twice is one item. */
    readonly members: readonly string[];
    readonly ttlMs: number | null;
    /** How many members stay when there are more: those that were seen last. */
    readonly keep: number;
    /** Whether the items of the first time count as seen before. */
    readonly skipFirst: boolean;
  };
}

export interface StateAnswers {
  get: { readonly found: boolean; readonly value: Json };
  set: { readonly changed: boolean; readonly previous: Json };
  increment: { readonly value: number };
  addToSet: { readonly added: boolean; readonly size: number };
  /** The places of the new items in the list. */
  onlyNew: { readonly fresh: readonly number[] };
}

export type StateOperation = keyof StateRequests;

export type StateRequest<Op extends StateOperation = StateOperation> = {
  readonly [Each in Op]: { readonly op: Each; readonly scope: StateScope; readonly key: string } & StateRequests[Each];
}[Op];
