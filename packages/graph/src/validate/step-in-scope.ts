import { descriptorOf } from "../interpret/constructs/index.ts";
import type { View } from "../definition/construct-descriptor.ts";
import type { PathFacts } from "./path-facts.ts";
import type { ValidationContext } from "./validation-context.ts";

/** Where an expression that reads `steps.<source>` stands towards that step. */
export type Standing =
  /** There whenever the expression is evaluated, there on some ways only, or on none. */
  | { readonly kind: "certain" | "maybe" | "notBefore" }
  /** The rounds so far of a loop around the expression: always there. */
  | { readonly kind: "rounds" }
  /** In a container that the expression is not in; `visible` is the one around it whose output it can read. */
  | { readonly kind: "notInScope"; readonly visible: number }
  /** Cannot be told: cycles have their own problem. */
  | { readonly kind: "unknown" };

/**
 * Nodes see their own scope and all scopes around (docs/machine.md): of a scope around, what comes before the container
 * that they are in there.
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

  // The reader, or the container around it that lives where the source lives.
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

  // What compensates others is rendered when one of those completes.
  const undoes = at === reader ? scopes.undoes.get(reader) : undefined;
  const ways = undoes ?? [at];
  if (ways.some((way) => way !== source && topology.cyclic.has(way))) return { kind: "unknown" };
  const undone = (way: number) => undoes !== undefined && way === source;
  if (!ways.some((way) => undone(way) || facts.isBefore(source, way))) return { kind: "notBefore" };
  return { kind: ways.every((way) => undone(way) || facts.isCertain(source, way)) ? "certain" : "maybe" };
}

/** Whether `steps.<source>` is what the rounds so far of a loop around the reader gave. */
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
