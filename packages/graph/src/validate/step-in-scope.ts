import { descriptorOf } from "../interpret/constructs/index.ts";
import type { View } from "../definition/construct-descriptor.ts";
import type { PathFacts } from "./path-facts.ts";
import type { ValidationContext } from "./validation-context.ts";

/** The relation between an expression that reads `steps.<source>` and that step. */
export type Standing =
  /** The output is there always, on some paths only, or never when the expression is evaluated. */
  | { readonly kind: "certain" | "maybe" | "notBefore" }
  /** The step is a loop around the expression: the output of its rounds so far is always there. */
  | { readonly kind: "rounds" }
  /** The step is in a container that the expression is not in; `visible` is the container whose output it can read instead. */
  | { readonly kind: "notInScope"; readonly visible: number }
  /** Undecidable, because the graph has a cycle; the rule on cycles reports it. */
  | { readonly kind: "unknown" };

/**
 * A node can read steps of its own scope and of all scopes around it (docs/machine.md). Of a scope around it, it can read
 * the steps that come before the container in which the node stands.
 */
export function standingOf(
  source: number,
  reader: number,
  view: View,
  context: ValidationContext,
  facts: PathFacts,
): Standing {
  const { scopes, topology } = context;
  const { scopeOf } = scopes;
  const home = scopeOf[source] as number;

  if (view === "within" && home === reader) {
    return { kind: topology.cyclic.has(source) ? "unknown" : facts.isCertainAtEnd(source) ? "certain" : "maybe" };
  }
  if (isRoundsSoFar(source, reader, view, context)) return { kind: "rounds" };

  // The reader itself, or the container around it that is in the same scope as the source.
  let at = -1;
  let inside = reader;
  for (const scope of scopes.around(scopeOf[reader] as number)) {
    if (scope === home) {
      at = inside;
      break;
    }
    inside = scope;
  }
  if (at === -1) return { kind: "notInScope", visible: visibleFrom(reader, view, source, context) };
  if (topology.cyclic.has(at) || topology.cyclic.has(source)) return { kind: "unknown" };

  // The data of a compensating node is rendered when a node that it compensates completes.
  const compensates = at === reader ? scopes.compensates.get(reader) : undefined;
  const ways = compensates ?? [at];
  if (ways.some((way) => way !== source && topology.cyclic.has(way))) return { kind: "unknown" };
  const isCompensated = (way: number) => compensates !== undefined && way === source;
  if (!ways.some((way) => isCompensated(way) || facts.isBefore(source, way))) return { kind: "notBefore" };
  return { kind: ways.every((way) => isCompensated(way) || facts.isCertain(source, way)) ? "certain" : "maybe" };
}

/** Whether `source` is a loop around the reader, so that `steps.<source>` is the output of its rounds so far. */
export function isRoundsSoFar(
  source: number,
  reader: number,
  view: View,
  { nodes, scopes }: ValidationContext,
): boolean {
  if (descriptorOf(nodes[source]?.type ?? "")?.container?.loop !== "rounds") return false;
  if (source === reader) return view === "rounds";
  for (const scope of scopes.around(scopes.scopeOf[reader] as number)) if (scope === source) return true;
  return false;
}

/** The outermost container around `source` that the reader is not in. */
function visibleFrom(reader: number, view: View, source: number, { scopes }: ValidationContext): number {
  const readable = new Set(scopes.around(view === "within" ? reader : (scopes.scopeOf[reader] as number)));
  for (const container of scopes.around(scopes.scopeOf[source] as number)) {
    if (readable.has(scopes.scopeOf[container] ?? -1)) return container;
  }
  return scopes.scopeOf[source] as number;
}
