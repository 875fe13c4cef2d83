import type { CelNode } from "./cel-node.ts";
import { childrenOf } from "./cel-node.ts";

/** Calls that show that the author wants a whole number: `int(size(payload.items) / 2)`. */
const WHOLE: ReadonlySet<string> = new Set(["int", "floor", "ceil", "round"]);

/** Whether a checked formula divides an integer by an integer, which drops the fraction: `7 / 2` is 3. */
export function dividesIntegers(node: CelNode): boolean {
  if (node.op === "call" && WHOLE.has((node.args as [string])[0])) return false;
  if (node.op === "/" && String(node.checkedType) === "int" && !isExact(node)) return true;
  return childrenOf(node).some(dividesIntegers);
}

/** `6 / 2`, written out. */
function isExact(node: CelNode): boolean {
  const [left, right] = childrenOf(node).map(({ args }) => args);
  return typeof left === "bigint" && typeof right === "bigint" && right !== 0n && left % right === 0n;
}
