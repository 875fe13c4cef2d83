import type { Environment } from "@marcbachmann/cel-js";
import type { CelNode } from "./cel-node.ts";

interface Evaluator {
  debugType(value: unknown): unknown;
  readonly mapType: unknown;
}

/**
 * The library distinguishes lists, maps and times by `value.constructor`. A map of data with the key `constructor` would
 * therefore be of no type that it knows. Only a map of data has `constructor` as an own property, so the code below checks
 * that first.
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
