/**
 * The part of a node of the CEL library's syntax tree that we read and meter. The library is pinned to one version, and
 * `compile-cel.test.ts` fails if a newer version builds its tree differently.
 */
export interface CelNode {
  readonly op: string;
  readonly args: unknown;
  readonly meta: { readonly evaluate: CelEvaluate; readonly alternate?: CelNode; readonly macro?: CelMacro };
  evaluate: CelEvaluate;
  /** The type that the checker found. Its text is the type's name; `dyn` means that the type is known only at run time. */
  readonly checkedType?: { toString(): string };
  /** What operators and calls do with their evaluated operands; there once the tree was checked. */
  handle?: (...operands: unknown[]) => unknown;
}

export type CelEvaluate = (evaluator: unknown, node: unknown, context: unknown) => unknown;

export interface CelMacro {
  readonly evaluate: CelEvaluate;
  readonly [key: string]: unknown;
}

/** The children as they were written. */
export function childrenOf(node: CelNode): readonly CelNode[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [(node.args as [CelNode])[0]];
    case "call":
      return (node.args as [string, CelNode[]])[1];
    case "rcall": {
      const [, receiver, args] = node.args as [string, CelNode, CelNode[]];
      return [receiver, ...args];
    }
    case "map":
      return (node.args as [CelNode, CelNode][]).flat();
    default:
      return Array.isArray(node.args) ? (node.args as CelNode[]) : [node.args as CelNode];
  }
}

/** The children that evaluation visits, those that macros such as `map` are expanded to among them. */
export function evaluatedChildrenOf(node: CelNode): readonly CelNode[] {
  const { alternate, macro } = node.meta;
  if (alternate !== undefined) return [alternate];
  if (macro !== undefined)
    return Object.values(macro)
      .flat()
      .filter((part) => isNode(part) && part !== node) as CelNode[];
  if (node.op === "comprehension") return Object.values(node.args as object).filter(isNode);
  if (node.op === "accuValue" || node.op === "accuInc") return [];
  return childrenOf(node);
}

function isNode(value: unknown): value is CelNode {
  return typeof value === "object" && value !== null && "op" in value && "meta" in value;
}

/** The path that the node's text spells out, undefined where a part of it is computed. */
export function staticPathOf(node: CelNode): StaticPath | undefined {
  if (node.op === "id") return { root: node.args as string, segments: [], optional: false };
  if (node.op !== "." && node.op !== ".?" && node.op !== "[]" && node.op !== "[?]") return undefined;
  const [left, right] = node.args as [CelNode, CelNode | string];
  const inner = staticPathOf(left);
  if (inner === undefined) return undefined;
  const segment = typeof right === "string" ? right : literalSegment(right);
  if (segment === undefined) return undefined;
  return {
    root: inner.root,
    segments: [...inner.segments, segment],
    optional: inner.optional || node.op === ".?" || node.op === "[?]",
  };
}

export interface StaticPath {
  readonly root: string;
  readonly segments: readonly (string | number)[];
  readonly optional: boolean;
}

function literalSegment(node: CelNode): string | number | undefined {
  if (node.op !== "value") return undefined;
  if (typeof node.args === "string") return node.args;
  return typeof node.args === "bigint" ? Number(node.args) : undefined;
}
