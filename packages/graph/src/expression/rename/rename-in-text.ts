import type { CelNode } from "../template/cel-node.ts";
import { childrenOf } from "../template/cel-node.ts";
import { BINDING_METHODS } from "../template/cel-functions.ts";
import { celTree } from "../template/compile-cel.ts";
import { parsePath, printPath } from "../template/parse-path.ts";
import { templatesIn } from "../template/parse-text.ts";
import { ExpressionError } from "../expression-error.ts";

/** The new id of each node that gets another one, by its old id. */
export type NewIds = ReadonlyMap<string, string>;

/**
 * A text whose templates read the nodes under their new ids: of `"Hi {{ steps.call.body }}"` only `call` changes. Everything else of
 * the text stays as it was written. A template that cannot be parsed stays, too; the validator has a problem for it anyway.
 */
export function renameInText(text: string, ids: NewIds): string {
  if (!text.includes("{{") || !text.includes("steps")) return text;
  try {
    let result = "";
    let position = 0;
    for (const { start, source } of templatesIn(text)) {
      result += text.slice(position, start) + renameInSource(source, ids);
      position = start + source.length;
    }
    return result + text.slice(position);
  } catch (error) {
    if (error instanceof ExpressionError) return text;
    throw error;
  }
}

function renameInSource(source: string, ids: NewIds): string {
  const path = parsePath(source);
  if (path !== undefined) {
    const [root, step, ...rest] = path;
    const renamed = root === "steps" && step !== undefined ? ids.get(String(step)) : undefined;
    return renamed === undefined ? source : printPath([root, renamed, ...rest]);
  }
  const changes: Change[] = [];
  collect(celTree(source) as PlacedNode, new Set(), ids, changes);
  changes.sort((a, b) => b.start - a.start);
  return changes.reduce((text, { start, end, to }) => text.slice(0, start) + to + text.slice(end), source);
}

/** A node of the library's tree says where it stands in the formula. */
type PlacedNode = CelNode & { readonly start: number; readonly end: number };

interface Change {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

function collect(node: PlacedNode, bound: ReadonlySet<string>, ids: NewIds, changes: Change[]): void {
  const step = stepReadBy(node, bound);
  if (step !== undefined) {
    const to = ids.get(step.id);
    if (to !== undefined) changes.push({ start: step.from, end: node.end, to: segment(to, node.op.includes("?")) });
    return;
  }
  const children = childrenOf(node) as readonly PlacedNode[];
  const isBinding = node.op === "rcall" && BINDING_METHODS.has((node.args as [string])[0]);
  const variable = isBinding && children[1]?.op === "id" ? (children[1].args as string) : undefined;
  const inner = variable === undefined ? bound : new Set(bound).add(variable);
  // The receiver of `list.map(x, …)` does not see the variable; nor does the value of `cel.bind(x, value, …)`.
  const outside = variable === undefined ? children.length : (node.args as [string])[0] === "bind" ? 3 : 1;
  for (const [index, child] of children.entries()) collect(child, index < outside ? bound : inner, ids, changes);
}

/** The step whose output the node reads, such as `call` in `steps.call` and `steps["call"]`, and where the part after `steps` begins. */
function stepReadBy(node: PlacedNode, bound: ReadonlySet<string>): { id: string; from: number } | undefined {
  if (![".", ".?", "[]", "[?]"].includes(node.op)) return undefined;
  const [left, right] = node.args as [PlacedNode, PlacedNode | string];
  if (left.op !== "id" || left.args !== "steps" || bound.has("steps")) return undefined;
  if (typeof right === "string") return { id: right, from: left.end };
  return right.op === "value" && typeof right.args === "string" ? { id: right.args, from: left.end } : undefined;
}

function segment(id: string, optional: boolean): string {
  const isName = /^[A-Za-z_][A-Za-z0-9_]*$/.test(id) && !CEL_WORDS.has(id);
  if (isName) return optional ? `.?${id}` : `.${id}`;
  return optional ? `[?${JSON.stringify(id)}]` : `[${JSON.stringify(id)}]`;
}

/** Words that CEL does not take as the name of a field. */
const CEL_WORDS: ReadonlySet<string> = new Set(["in", "true", "false", "null"]);
