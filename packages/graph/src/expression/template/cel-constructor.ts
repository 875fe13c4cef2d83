import type { Environment } from "@marcbachmann/cel-js";
import type { CelNode } from "./cel-node.ts";

interface Evaluator {
  debugType(value: unknown): unknown;
  readonly mapType: unknown;
}

/**
 * The library tells lists, maps and times apart by what `value.constructor` is, and so takes a map of data that has a
 * key of that name for nothing it knows. Only maps of data have an own one: this says so where it looks.
 */
export function readConstructorAsData(environment: Environment): void {
  const evaluator = evaluatorOf(environment);
  const debugType = evaluator.debugType.bind(evaluator);
  evaluator.debugType = (value) =>
    typeof value === "object" && value !== null && Object.hasOwn(value, "constructor")
      ? evaluator.mapType
      : debugType(value);
}

/** The one evaluator of an environment, which it hands to every node. */
function evaluatorOf(environment: Environment): Evaluator {
  let found: unknown;
  const parsed = environment.parse("true");
  parsed.check();
  (parsed.ast as unknown as CelNode).evaluate = (evaluator) => {
    found = evaluator;
    return true;
  };
  parsed();
  return found as Evaluator;
}
