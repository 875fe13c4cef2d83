import { canonicalJson, type Json } from "@tempograph/graph";

/** A step of an execution, as the API gives it. */
export interface ComparedStep {
  readonly path: string;
  readonly status: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** The same step of two executions. */
export interface StepPair {
  readonly path: string;
  readonly left: ComparedStep | undefined;
  readonly right: ComparedStep | undefined;
  /** What differs; empty: nothing that matters. */
  readonly differs: readonly ("status" | "input" | "output")[];
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
  const differs = (["status", "input", "output"] as const).filter(
    (field) => textOf(left[field]) !== textOf(right[field]),
  );
  return { path, left, right, differs };
}

const textOf = (value: unknown): string => canonicalJson((value ?? null) as Json);
