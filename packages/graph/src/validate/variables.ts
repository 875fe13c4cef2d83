import type { Problem } from "../definition/problem.ts";
import type { View } from "../definition/construct-descriptor.ts";
import type { Reference } from "../expression/reference.ts";
import { pathCorrection } from "./rename-path.ts";
import { TOP } from "./scope-tree.ts";
import type { ValidationContext } from "./validation-context.ts";
import { descriptorOf } from "../interpret/constructs/index.ts";
import { fieldOfKind } from "./node-fields.ts";

/** For each variable, the scopes that can hold it: the nearest for_each around a node that sets it, or `TOP` for the execution. */
export interface Variables {
  readonly homes: ReadonlyMap<string, ReadonlySet<number>>;
  /** Whether a `set` takes its variable names from a template, so that any name is possible. */
  readonly isOpen: boolean;
}

export function variablesOf(context: ValidationContext): Variables {
  const { nodes, scopes } = context;
  const homes = new Map<string, Set<number>>();
  let isOpen = false;
  for (const [index, { type, data }] of nodes.entries()) {
    const field = fieldOfKind(type, "variables");
    if (field === undefined) continue;
    const values = data[field];
    if (typeof values === "string") isOpen = true;
    if (typeof values !== "object" || values === null) continue;
    const home = homeAround(scopes.scopeOf[index] as number, context);
    for (const name of Object.keys(values)) homes.set(name, (homes.get(name) ?? new Set()).add(home));
  }
  return { homes, isOpen };
}

/** The nearest container whose scopes have variables of their own; `set` inside any other container writes to the scope around it. */
function homeAround(scope: number, { nodes, scopes }: ValidationContext): number {
  for (const at of scopes.around(scope)) {
    if (descriptorOf(nodes[at]?.type ?? "")?.container?.ownVars === true) return at;
  }
  return TOP;
}

/** The variables that an expression can read, if a node that sets them has run. */
export function variablesAt(reader: number, view: View, context: ValidationContext, { homes }: Variables): string[] {
  return [...homes].flatMap(([name, where]) => (isVisible(where, reader, view, context) ? [name] : []));
}

function isVisible(where: ReadonlySet<number>, reader: number, view: View, { scopes }: ValidationContext): boolean {
  if (where.has(TOP)) return true;
  for (const scope of scopes.around(view === "within" ? reader : (scopes.scopeOf[reader] as number))) {
    if (where.has(scope)) return true;
  }
  return false;
}

/** Reports a variable that no node sets, or that is set only inside a for_each which the reader is not in. */
export function variableProblem(
  reference: Reference,
  name: string,
  reader: number,
  view: View,
  context: ValidationContext,
  { homes, isOpen }: Variables,
): Omit<Problem, "path" | "node"> | null {
  if (isOpen) return null;
  const { nodes } = context;
  const where = homes.get(name);
  if (where === undefined) {
    const { question, ...fix } = pathCorrection(context, reference, 1, homes.keys());
    return {
      code: "VARIABLE_NEVER_SET",
      severity: "error",
      message: `No node sets the variable "${name}".`,
      hint: `${question}Add a node of type "set" before this one, or write a default: vars.?${name}.orValue("…").`,
      ...fix,
    };
  }
  if (isVisible(where, reader, view, context)) return null;
  const [loop] = where;
  return {
    code: "VARIABLE_NOT_IN_SCOPE",
    severity: "error",
    message: `The variable "${name}" is set only inside "${nodes[loop ?? TOP]?.id}", where each item has variables of its own.`,
    hint: `Set it before "${nodes[loop ?? TOP]?.id}" as well, or collect the value in its result.`,
  };
}
