import type {
  ExecutionRecord,
  EventRecord,
  HistoryEventRecord,
  UpdateRecord,
  VersionRecord,
  WorkflowRecord,
} from "@tempograph/db";
import type { SavedWorkflow } from "../app/saved-workflow.ts";
import { withCure } from "../http/with-cure.ts";

// What REST shows of each record: the same names as GraphQL, in camelCase; times are RFC 3339.

export function workflowJson({ draft, ...workflow }: WorkflowRecord) {
  return { ...workflow, graph: draft.graph, triggers: draft.triggers };
}

export function savedJson({ workflow, version, problems }: SavedWorkflow) {
  return { ...workflowJson(workflow), version: version?.version ?? null, problems: problems.map(withCure) };
}

export function versionJson(version: VersionRecord) {
  return version;
}

export function eventJson({ seq: _, ...event }: EventRecord) {
  return event;
}

export function executionJson({ seq: _, updateSeq, ...execution }: ExecutionRecord) {
  return { ...execution, failure: execution.failure && withCure(execution.failure), cursor: updateSeq };
}

export function historyJson({ executionId: _, ...event }: HistoryEventRecord) {
  return event;
}

export function updateJson({ executionId, seq, key: _, ...update }: UpdateRecord) {
  return { executionId, cursor: seq, ...update };
}
