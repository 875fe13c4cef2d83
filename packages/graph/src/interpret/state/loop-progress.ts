import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { Compensation } from "./compensation.ts";
import type { OpenEntry } from "./open-entry.ts";
import type { ConstructDescriptor } from "../../definition/construct-descriptor.ts";

/**
 * What a container with many child scopes remembers: a loop with its rounds, a for_each with its items, or a race with its
 * branches. It is plain JSON, and is changed in place, so a snapshot has to copy it.
 */
export interface LoopProgress {
  /** The items of a for_each. */
  items: readonly Json[];
  /** The number of items or branches, or the largest number of rounds. */
  readonly total: number;
  readonly concurrency: number;
  /** Index of the next round or item to begin. */
  next: number;
  running: number;
  /** The results of a for_each, by index of the item. */
  results: Json[];
  /** Bytes of `results`. */
  bytes: number;
  errors: { readonly index: number; readonly error: Json }[];
  /** The output of the last round. */
  last: Json;
  /** The failures of a race's branches, in the order in which they failed. */
  failures: Failure[];
  /** The failure because of which no further round or item begins. */
  stopped: Failure | null;
  /** The branch that won a race: the id of its root node, and its output. */
  winner: { readonly id: string; readonly output: Json } | null;
  /** If the container compensates on failure: the compensations of steps in child scopes that have ended. */
  undo?: Compensation[];
}

export function newProgress(of: Partial<LoopProgress> & { readonly total: number }): LoopProgress {
  const { items = [], concurrency = 1, ...rest } = of;
  return {
    items,
    concurrency,
    next: 0,
    running: 0,
    results: [],
    bytes: 0,
    errors: [],
    failures: [],
    last: null,
    stopped: null,
    winner: null,
    ...rest,
  };
}

export function copyProgress(loop: LoopProgress): LoopProgress {
  // Results that are still missing are holes in this array; JSON has null for them.
  return {
    ...loop,
    results: Array.from(loop.results, (result) => result ?? null),
    errors: [...loop.errors],
    failures: [...loop.failures],
    ...(loop.undo !== undefined && { undo: [...loop.undo] }),
  };
}

/** Whether the entry is a container with many child scopes (rounds, items or branches), which remembers a `LoopProgress`. */
export function isLoop(entry: OpenEntry): entry is OpenEntry<unknown, LoopProgress> {
  return entry.kind === "container" && isManyScopes(entry.node.construct);
}

function isManyScopes({ container }: ConstructDescriptor): boolean {
  return container !== undefined && container.scopes !== "one";
}
