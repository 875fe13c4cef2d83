import type {
  BulkJobRecord,
  EventRecord,
  ExecutionRecord,
  StepRecord,
  VersionRecord,
  WorkflowRecord,
} from "@tempograph/db";
import { loadBulkJobs, loadEvents, loadExecutions, loadSteps, loadVersions, loadWorkflows } from "../app/load.ts";
import { builder } from "./builder.ts";

// The types that `node(id)` loads and that refer to each other. The fields of each type are in a file of its own.

export const WorkflowType = builder.loadableNodeRef("Workflow", {
  id: { description: "`wf_…`", resolve: (workflow: WorkflowRecord) => workflow.id },
  load: (ids: string[], { deps }) => loadWorkflows(deps, ids),
});

export const WorkflowVersionType = builder.loadableNodeRef("WorkflowVersion", {
  id: {
    description: "`wf_…:3`",
    resolve: (version: VersionRecord) => `${version.workflowId}:${String(version.version)}`,
  },
  load: (ids: string[], { deps }) => loadVersions(deps, ids),
});

export const EventType = builder.loadableNodeRef("Event", {
  id: { description: "`evt_…`", resolve: (event: EventRecord) => event.id },
  load: (ids: string[], { deps }) => loadEvents(deps, ids),
});

export const ExecutionType = builder.loadableNodeRef("Execution", {
  id: { description: "Also the Temporal workflow id.", resolve: (execution: ExecutionRecord) => execution.id },
  load: (ids: string[], { deps }) => loadExecutions(deps, ids),
});

export const StepType = builder.loadableNodeRef("Step", {
  id: { description: "`<execution id>:<path>`", resolve: (step: StepRecord) => `${step.executionId}:${step.path}` },
  load: (ids: string[], { deps }) => loadSteps(deps, ids),
});

export const BulkJobType = builder.loadableNodeRef("BulkJob", {
  id: { description: "`blk_…`", resolve: (job: BulkJobRecord) => job.id },
  load: (ids: string[], { deps }) => loadBulkJobs(deps, ids),
});
