import type { ComparedStep } from "./compared-step.ts";

/** The same step of two executions. */
export interface StepPair {
  readonly path: string;
  readonly left: ComparedStep | undefined;
  readonly right: ComparedStep | undefined;
  /** What differs; empty: nothing that matters. */
  readonly differs: readonly ("status" | "port" | "input" | "output")[];
}

/** Pairs the steps of two executions by their paths, in the order of the first one; those that only the second one has come last. */
export function pairSteps(left: readonly ComparedStep[], right: readonly ComparedStep[]): readonly StepPair[] {
  const others = new Map(right.map((step) => [step.path, step]));
  const known = new Set(left.map(({ path }) => path));
  const both = left.map((step) => pairOf(step.path, step, others.get(step.path)));
  return [...both, ...right.filter(({ path }) => !known.has(path)).map((step) => pairOf(step.path, undefined, step))];
}

function pairOf(path: string, left: ComparedStep | undefined, right: ComparedStep | undefined): StepPair {
  if (left === undefined || right === undefined) return { path, left, right, differs: ["status"] };
  const differs = (["status", "port", "input", "output"] as const).filter((field) => left[field] !== right[field]);
  return { path, left, right, differs };
}
