import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { Compensation } from "./compensation.ts";
import type { OpenEntry } from "./open-entry.ts";
import type { ConstructDescriptor } from "../../definition/construct-descriptor.ts";

/** What a container of many scopes remembers: how far it has come. Plain JSON; changed in place, so a snapshot copies it. */
export interface LoopProgress {
  /** for_each: what it goes over. */
  items: readonly Json[];
  /** Rounds, items or branches in all; -1: not known. */
  readonly total: number;
  readonly concurrency: number;
  /** Next item or round to begin. */
  next: number;
  running: number;
  /** for_each: by item. */
  results: Json[];
  /** Bytes of `results`. */
  bytes: number;
  errors: { readonly index: number; readonly error: Json }[];
  /** What the rounds so far gave. */
  last: Json;
  /** race: why branches are out, the first first. */
  failures: Failure[];
  /** Why nothing more is begun. */
  stopped: Failure | null;
  /** race: the root of the branch that won, and what it gave. */
  winner: { readonly id: string; readonly output: Json } | null;
  /** Where the container compensates on failure: what completed in scopes of it that have ended. */
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
  // Results that are still to come are holes here, and null in JSON.
  return {
    ...loop,
    results: Array.from(loop.results, (result) => result ?? null),
    errors: [...loop.errors],
    failures: [...loop.failures],
    ...(loop.undo !== undefined && { undo: [...loop.undo] }),
  };
}

/** Whether it is a live container of many scopes: rounds, items or branches. Its construct remembers a `LoopProgress`. */
export function isLoop(entry: OpenEntry): entry is OpenEntry<unknown, LoopProgress> {
  return entry.kind === "container" && isManyScopes(entry.node.construct);
}

/** A state calls the progress of loops `loop` and what other constructs remember `memo`. */
function isManyScopes({ container }: ConstructDescriptor): boolean {
  return container !== undefined && container.scopes !== "one";
}
