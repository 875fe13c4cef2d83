import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import type { ProgramNode } from "../state/program.ts";
import { openEntry } from "./open.ts";
import type { Run } from "../state/run.ts";
import type { ScopeInstance } from "../state/scope-instance.ts";
import { traceNode } from "../effects/trace-node.ts";
import type { OpenEntry } from "../state/open-entry.ts";

/** What an incident remembers until a person decides about it. */
export interface Incident {
  readonly failure: Failure;
  /** The rendered input of the step; null if rendering itself failed. */
  readonly input: Json;
  readonly revision: number;
  /**
   * True if a caller step got an answer and the answer was a failure, for example because the called execution failed. A
   * retry then needs a new idempotency key, because the old key would only bring the same answer.
   */
  readonly isAnswered?: true;
}

/** Opens an incident (rule 3, `onError: pause`): the step waits until a person retries, skips or fails it; other paths continue. */
export function openIncident(run: Run, scope: ScopeInstance, node: ProgramNode, incident: Incident): void {
  openEntry(run, scope, node, "incident", incident);
  traceNode(run, scope, node, "incident", { input: incident.input, failure: incident.failure });
}

/** What the incident remembers. The caller must have checked that the entry is an incident. */
export function incidentOf(entry: OpenEntry): Incident {
  if (!isIncident(entry)) throw new Error(`The entry "${entry.path}" is not an incident.`);
  return entry.memo;
}

function isIncident(entry: OpenEntry): entry is OpenEntry<unknown, Incident> {
  return entry.kind === "incident";
}
