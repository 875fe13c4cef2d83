import type { Json, JsonObject } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import type { ExpressionScope } from "../../expression/expression-scope.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { stepPath } from "../state/step-path.ts";

/**
 * What the expressions of a node can read: its scope, the scopes around it, and the execution. Reserved names such as
 * `payload` always have their own meaning, so that the sender of an event cannot replace them (rule 10).
 */
export function scopeView(
  run: Run,
  scope: ScopeInstance,
  node?: ProgramNode,
  place: { readonly index?: number; readonly path?: string } = {},
): ExpressionScope {
  const path = place.path ?? (node === undefined ? scope.key : stepPath(scope.path, node.segment));
  return new ScopeView(run, scope, path, place.index);
}

/**
 * This is a class because a view is made whenever a node fires, and an object with closures would cost more. It has no
 * `#fields`, because the workflow bundle turns them into slow weak maps.
 */
class ScopeView implements ExpressionScope {
  private readonly run: Run;
  private readonly scope: ScopeInstance;
  private readonly path: string;
  private readonly index: number | undefined;

  constructor(run: Run, scope: ScopeInstance, path: string, index: number | undefined) {
    this.run = run;
    this.scope = scope;
    this.path = path;
    this.index = index;
  }

  root(name: string): Json | undefined {
    const run = this.run;
    switch (name) {
      case "payload":
        return run.event?.data;
      case "event":
        return run.event === null ? undefined : (run.event as unknown as JsonObject);
      case "vars":
        return visibleVars(this.scope);
      case "item":
        return around(this.scope, (one) => one.item);
      case "index":
        return this.index ?? around(this.scope, (one) => one.index);
      case "execution":
        return { id: run.executionId };
      case "workflow":
        return run.program.definition.workflow;
      default:
        return undefined;
    }
  }

  step(id: string): Json | undefined {
    const source = this.run.program.nodeById.get(id);
    if (source === undefined) return undefined;
    for (let at: ScopeInstance | null = this.scope; at !== null; at = at.parent) {
      if (at.program === source.scope) return at.outputs[source.index];
    }
    return undefined;
  }

  steps(): JsonObject {
    const all: { [id: string]: Json } = {};
    for (let at: ScopeInstance | null = this.scope; at !== null; at = at.parent) {
      for (const source of at.program.nodes) {
        const output = at.outputs[source.index];
        if (output !== undefined) all[source.id] = output;
      }
    }
    return all;
  }

  now(): number {
    return this.run.at;
  }

  /** The key from which functions such as `uuid()` derive ids. It differs for each rendering, so that ids are unique. */
  key(): string {
    return `${this.run.executionId}/${this.path}${this.index === undefined ? "" : `[${this.index}]`}`;
  }
}

/**
 * Writes variables. A variable that exists is written in the nearest scope that has it. A new variable belongs to the item
 * of the nearest surrounding for_each, otherwise to the execution. The old object of variables is not changed, so that
 * values which were read from it before stay the same.
 *
 * @returns how many variables were copied, as a measure of the cost
 */
export function setVariables(scope: ScopeInstance, values: readonly (readonly [name: string, value: Json])[]): number {
  const byHome = new Map<ScopeInstance, (readonly [string, Json])[]>();
  for (const one of values) {
    const home = homeOf(scope, one[0]);
    const known = byHome.get(home);
    if (known === undefined) byHome.set(home, [one]);
    else known.push(one);
  }
  let copied = 0;
  for (const [home, written] of byHome) {
    home.vars = { ...home.vars, ...Object.fromEntries(written) };
    copied += Object.keys(home.vars).length;
  }
  return copied;
}

function homeOf(scope: ScopeInstance, name: string): ScopeInstance {
  let home: ScopeInstance | null = null;
  for (let at: ScopeInstance | null = scope; at !== null; at = at.parent) {
    if (at.vars === null) continue;
    home ??= at;
    if (Object.hasOwn(at.vars, name)) return at;
  }
  return home!;
}

function visibleVars(scope: ScopeInstance): JsonObject {
  let all: { readonly [name: string]: Json } | null = null;
  for (let at: ScopeInstance | null = scope; at !== null; at = at.parent) {
    if (at.vars !== null) all = all === null ? at.vars : { ...at.vars, ...(all as JsonObject) };
  }
  return all ?? {};
}

function around<T>(scope: ScopeInstance, of: (one: ScopeInstance) => T | undefined): T | undefined {
  for (let at: ScopeInstance | null = scope; at !== null; at = at.parent) {
    const found = of(at);
    if (found !== undefined) return found;
  }
  return undefined;
}
