import type { Json } from "../definition/json.ts";
import type { Trigger } from "../definition/trigger.ts";
import { compileCondition, type CompiledCondition } from "../expression/compile-condition.ts";
import { formulaOf } from "../expression/condition/text-condition.ts";
import { splitCel } from "../expression/trace/split-cel.ts";
import { splitLogic } from "../expression/trace/split-logic.ts";

/** The names under which the condition of a trigger reads what its `when` declares. */
export function factRootsOf({ when }: Trigger): readonly string[] {
  return when?.state === undefined ? [] : ["state"];
}

/** A condition that needs facts. */
export interface DataParts {
  /**
   * Those of its parts, joined by `and`, that come before the first one which reads a fact. If one of them is false, so is the condition,
   * and nobody has to find anything out.
   */
  readonly first: readonly CompiledCondition[];
}

/** Null if the condition reads no fact. Throws `ExpressionError`. */
export function dataPartsOf(condition: Json, facts: readonly string[]): DataParts | null {
  const formula = typeof condition === "string" ? formulaOf(condition) : undefined;
  const split = formula === undefined ? splitLogic(condition) : splitCel(formula);
  const parts = split.kind === "all" ? split.parts.map((part) => part.condition) : [condition];
  const compiled = parts.map((part) => compileCondition(part, { facts }));
  // A `var` with a computed path counts as a read of all steps.
  const reads = ({ references }: CompiledCondition) =>
    references.some(({ root }) => facts.includes(root) || root === "steps");
  const place = compiled.findIndex(reads);
  return place === -1 ? null : { first: compiled.slice(0, place) };
}
