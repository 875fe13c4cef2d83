import type { Json } from "../definition/json.ts";
import type { ProgramNode } from "../compile/program.ts";
import type { OpenEntry, Run } from "./run.ts";
import type { ScopeInstance } from "./scope-instance.ts";
import { stepPath, summaryOf } from "./step-path.ts";
import { traceNode } from "./trace-node.ts";

interface OpenFields {
  readonly input?: Json;
  readonly memo?: Json;
}

/** Opens a timer for a node that waits; `at` in ms since epoch. */
export function openTimer(run: Run, scope: ScopeInstance, node: ProgramNode, at: number, fields: OpenFields): void {
  const entry = openEntry(run, scope, node, "timer", { memo: fields.memo, until: at });
  run.commands.push({
    kind: "startTimer",
    path: entry.path,
    at,
    summary: summaryOf(entry.path, node.definition.label),
  });
  traceNode(run, scope, node, "waiting", { ...(fields.input !== undefined && { input: fields.input }), until: at });
}

/** Registers something that will answer for the node. */
export function openEntry(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  kind: OpenEntry["kind"],
  fields: { readonly memo?: Json | undefined; readonly until?: number },
): OpenEntry {
  const entry: OpenEntry = {
    kind,
    path: stepPath(scope.path, node.segment),
    scope: scope.path,
    node,
    cancelling: false,
    ...(fields.memo !== undefined && { memo: fields.memo }),
    ...(fields.until !== undefined && { until: fields.until }),
  };
  run.open.set(entry.path, entry);
  return entry;
}
