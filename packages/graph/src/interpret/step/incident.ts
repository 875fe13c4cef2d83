import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../../compile/program.ts";
import { openEntry } from "./open.ts";
import type { OpenEntry, Run } from "../run.ts";
import type { ScopeInstance } from "../scope/scope-instance.ts";
import { traceNode } from "./trace-node.ts";

/** What an incident keeps: a person needs it to decide. */
export interface Incident {
  readonly failure: Failure;
  /** Rendered input of the step; null where rendering is what failed. */
  readonly input: Json;
  readonly revision: number;
  /** What the step asked for has happened, and failed: to ask again takes a key of its own. */
  readonly isAnswered?: true;
}

/** Rule 3, `onError: pause`: this path alone waits for a person to retry, skip or fail the step. */
export function openIncident(run: Run, scope: ScopeInstance, node: ProgramNode, incident: Incident): void {
  openEntry(run, scope, node, "incident", { memo: incident as unknown as Json });
  traceNode(run, scope, node, "incident", { input: incident.input, failure: incident.failure });
}

export function incidentOf(entry: OpenEntry): Incident {
  return entry.memo as unknown as Incident;
}
