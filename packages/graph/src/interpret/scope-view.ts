import type { Json, JsonObject } from "../definition/json.ts";
import type { ExpressionScope } from "../expression/expression-scope.ts";
import type { Run } from "./run.ts";
import type { ScopeInstance } from "./scope-instance.ts";

/** What the expressions of a node see: its scope, then the execution (rule 10: reserved names cannot be forged by a sender). */
export function scopeView(run: Run, scope: ScopeInstance): ExpressionScope {
  return {
    root(name) {
      switch (name) {
        case "payload":
          return run.event?.data;
        case "event":
          return run.event === null ? undefined : (run.event as unknown as JsonObject);
        case "vars":
          return scope.vars;
        case "execution":
          return { id: run.executionId };
        case "workflow":
          return run.program.definition.workflow;
        default:
          return undefined;
      }
    },
    step(id) {
      const node = run.program.nodeById.get(id);
      return node === undefined ? undefined : scope.outputs[node.index];
    },
    steps() {
      const all: { [id: string]: Json } = {};
      for (const node of run.program.nodes) {
        const output = scope.outputs[node.index];
        if (output !== undefined) all[node.id] = output;
      }
      return all;
    },
  };
}
