import { RESERVED_ROOTS } from "../expression-scope.ts";
import type { Reference } from "../reference.ts";
import { BINDING_METHODS } from "./cel-functions.ts";
import type { CelNode, StaticPath } from "./cel-node.ts";
import { childrenOf, staticPathOf } from "./cel-node.ts";

const ROOTS: ReadonlySet<string> = new Set(RESERVED_ROOTS);

/** The paths that the expression reads, without the variables of macros such as `map`. */
export function celReferences(root: CelNode, at: string, facts: readonly string[] = []): readonly Reference[] {
  const found: StaticPath[] = [];
  const tested: StaticPath[] = [];
  collect(root, new Set(), found, tested);
  const known = (path: StaticPath) => ROOTS.has(path.root) || facts.includes(path.root);
  return found.filter(known).map((path) => ({
    root: path.root,
    path: path.segments.map(String),
    // `has(a.b) ? a.b.c : d` provides for a missing a.b, so every other read of a.b in the expression counts as optional.
    optional: path.optional || tested.some((other) => isPrefix(other, path)),
    at,
  }));
}

function collect(node: CelNode, bound: ReadonlySet<string>, found: StaticPath[], tested: StaticPath[]): void {
  const path = staticPathOf(node);
  if (path !== undefined) {
    if (!bound.has(path.root)) found.push(path);
    return;
  }
  if (node.op === "call" && (node.args as [string])[0] === "has") {
    const argument = childrenOf(node)[0];
    const testedPath = argument === undefined ? undefined : staticPathOf(argument);
    if (testedPath !== undefined && !bound.has(testedPath.root)) tested.push(testedPath);
  }
  const children = childrenOf(node);
  if (node.op === "call" && (node.args as [string])[0] === "coalesce") {
    collectCoalesce(children, bound, found, tested);
    return;
  }
  const variable = variableOf(node, children);
  if (variable === undefined) {
    for (const child of children) collect(child, bound, found, tested);
    return;
  }
  const [receiver, , ...rest] = children as [CelNode, CelNode, ...CelNode[]];
  // `cel.bind(name, value, expression)`: the value does not see the name yet.
  const outside = (node.args as [string])[0] === "bind" ? rest.splice(0, 1) : [];
  for (const child of [receiver, ...outside]) collect(child, bound, found, tested);
  const inner = new Set(bound).add(variable);
  for (const child of rest) collect(child, inner, found, tested);
}

/** Every argument except the last may be missing. */
function collectCoalesce(
  children: readonly CelNode[],
  bound: ReadonlySet<string>,
  found: StaticPath[],
  tested: StaticPath[],
): void {
  const tried: StaticPath[] = [];
  for (const child of children.slice(0, -1)) collect(child, bound, tried, tested);
  found.push(...tried.map((path) => ({ ...path, optional: true })));
  collect(children.at(-1) as CelNode, bound, found, tested);
}

function variableOf(node: CelNode, children: readonly CelNode[]): string | undefined {
  if (node.op !== "rcall" || !BINDING_METHODS.has((node.args as [string])[0])) return undefined;
  const first = children[1];
  return first?.op === "id" ? (first.args as string) : undefined;
}

function isPrefix(prefix: StaticPath, path: StaticPath): boolean {
  return prefix.root === path.root && prefix.segments.every((segment, index) => path.segments[index] === segment);
}
