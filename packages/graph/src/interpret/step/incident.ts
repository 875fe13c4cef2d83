import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import { openEntry } from "./open.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { traceNode } from "../effects/trace-node.ts";
import type { OpenEntry } from "../state/open-entry.ts";

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
  openEntry(run, scope, node, "incident", incident);
  traceNode(run, scope, node, "incident", { input: incident.input, failure: incident.failure });
}

/** What the incident keeps; the caller has made sure that the entry is one. */
export function incidentOf(entry: OpenEntry): Incident {
  if (!isIncident(entry)) throw new Error(`"${entry.path}" is no incident.`);
  return entry.memo;
}

function isIncident(entry: OpenEntry): entry is OpenEntry<unknown, Incident> {
  return entry.kind === "incident";
}
