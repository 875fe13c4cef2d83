import { serialize, type ASTNode } from "@marcbachmann/cel-js";
import { childrenOf, type CelNode } from "../template/cel-node.ts";
import { celTree } from "../template/compile-cel.ts";
import { cut, type SplitCondition, type SplitOperand } from "./condition-part.ts";

const COMPOSED: Readonly<Record<string, SplitCondition["kind"]>> = { "&&": "all", "||": "any", "!_": "not" };
const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", ">", ">=", "<", "<=", "in"]);
const PATHS: ReadonlySet<string> = new Set([".", ".?", "[]", "[?]"]);

/** Takes a condition in CEL apart: `&&`, `||` and `!` into their parts, a comparison into its operands. Throws `ExpressionError` if it does not parse. */
export function splitCel(formula: string): SplitCondition {
  return split(celTree(formula));
}

function split(node: CelNode): SplitCondition {
  const kind = COMPOSED[node.op];
  const text = textOf(node);
  const base = { text: cut(text), condition: `{{ ${text} }}`, operator: null };
  if (kind !== undefined) return { ...base, kind, parts: partsOf(node).map(split), operands: [] };
  const compares = COMPARISONS.has(node.op);
  const operands = (compares ? childrenOf(node) : readsOf(node)).map(operand);
  return { ...base, kind: "test", parts: [], operator: compares ? node.op : null, operands };
}

/** `a && b && c` is one list of parts. */
function partsOf(node: CelNode): readonly CelNode[] {
  return childrenOf(node).flatMap((child) => (child.op === node.op && node.op !== "!_" ? partsOf(child) : [child]));
}

function operand(node: CelNode): SplitOperand {
  const text = textOf(node);
  return { text: cut(text), condition: `{{ ${text} }}`, isConstant: isConstant(node) };
}

function isConstant(node: CelNode): boolean {
  return node.op === "value" || ((node.op === "list" || node.op === "-_") && childrenOf(node).every(isConstant));
}

/** What a call such as `payload.name.startsWith("A")` reads: the paths that it is called on and given. */
function readsOf(node: CelNode): readonly CelNode[] {
  if (PATHS.has(node.op)) return [node];
  return node.op === "call" || node.op === "rcall" ? childrenOf(node).filter(({ op }) => PATHS.has(op)) : [];
}

function textOf(node: CelNode): string {
  return serialize(node as unknown as ASTNode);
}
