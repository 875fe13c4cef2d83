import type { Json } from "../definition/json.ts";
import type { Trigger } from "../definition/trigger.ts";
import { compileCondition, type CompiledCondition } from "../expression/compile-condition.ts";
import { formulaOf } from "../expression/condition/text-condition.ts";
import { FACT_ROOTS, type FactRoot } from "../expression/expression-scope.ts";
import { splitCel } from "../expression/trace/split-cel.ts";
import { splitLogic } from "../expression/trace/split-logic.ts";

/** The names under which the condition of a trigger reads what its `when` declares. */
export function factRootsOf({ when }: Trigger): readonly FactRoot[] {
  return FACT_ROOTS.filter((root) => when?.[root] !== undefined);
}

/** For each kind of fact that a condition reads, in the order in which they are found out. */
export interface DataParts {
  readonly root: FactRoot;
  /**
   * Those parts of the condition, joined by `and`, that come before the first one which reads this fact or one that is found out later. If one
   * of them is false, so is the condition, and nobody has to find anything out.
   */
  readonly first: readonly CompiledCondition[];
}

/** Throws `ExpressionError`. */
export function dataPartsOf(condition: Json, facts: readonly FactRoot[]): readonly DataParts[] {
  const formula = typeof condition === "string" ? formulaOf(condition) : undefined;
  const split = formula === undefined ? splitLogic(condition) : splitCel(formula);
  const parts = split.kind === "all" ? split.parts.map((part) => part.condition) : [condition];
  const compiled = parts.map((part) => compileCondition(part, { facts }));
  // A `var` with a computed path counts as a read of all steps.
  const readsOneOf = (roots: readonly string[]) => (part: CompiledCondition) =>
    part.references.some(({ root }) => roots.includes(root) || root === "steps");
  return facts.flatMap((root, index): readonly DataParts[] => {
    if (!compiled.some(readsOneOf([root]))) return [];
    return [{ root, first: compiled.slice(0, compiled.findIndex(readsOneOf(facts.slice(index)))) }];
  });
}
