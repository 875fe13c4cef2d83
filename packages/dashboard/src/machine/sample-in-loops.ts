import { compileTemplate, createBudget, type Json, type NodeScope } from "@tempograph/graph";
import { evaluated } from "./evaluate.ts";

/** A loop around a node: how it counts, and for a loop over items the list, as it stands in its data. */
export interface LoopAround {
  readonly over: "items" | "rounds";
  readonly items: Json;
}

export interface ToSampleInLoops {
  /** From the outside in. */
  readonly loops: readonly LoopAround[];
  /** The sample outside of all loops. */
  readonly scope: NodeScope;
}

/** Gives a sample the `item` and `index` that the first round of the innermost loop has: the first item of the list that the sample has for it. */
export function sampleInLoops({ loops, scope }: ToSampleInLoops): NodeScope {
  return loops.reduce(inFirstRound, scope);
}

function inFirstRound(scope: NodeScope, { over, items }: LoopAround): NodeScope {
  if (over === "rounds") return { ...scope, index: 0 };
  // Where the list is not known, the item of the loop around it would be wrong.
  const { item: _, ...others } = scope;
  const first = firstOf(items, scope);
  return { ...others, index: 0, ...(first !== undefined && { item: first }) };
}

function firstOf(items: Json, scope: NodeScope): Json | undefined {
  try {
    const list = evaluated({ scope }, (view) => compileTemplate(items).render(view, createBudget()));
    return "value" in list && Array.isArray(list.value) ? (list.value as readonly Json[])[0] : undefined;
  } catch {
    // A template that cannot be read is a problem of the loop, which its form shows.
    return undefined;
  }
}
