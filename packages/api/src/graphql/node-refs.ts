import type {
  BulkJobRecord,
  EventRecord,
  ExecutionRecord,
  StepRecord,
  VersionRecord,
  WorkflowRecord,
} from "@tempograph/db";
import { loadBulkJobs, loadEvents, loadExecutions, loadSteps, loadVersions, loadWorkflows } from "./load.ts";
import { builder } from "./builder.ts";

// The types that `node(id)` loads and that refer to each other. The fields of each type are in a file of its own.

export const WorkflowType = builder.loadableNodeRef("Workflow", {
  id: { description: "`wf_…`", resolve: (workflow: WorkflowRecord) => workflow.id },
  load: (ids: string[], context) => loadWorkflows(context, ids),
});

export const WorkflowVersionType = builder.loadableNodeRef("WorkflowVersion", {
  id: {
    description: "`wf_…:3`",
    resolve: (version: VersionRecord) => `${version.workflowId}:${String(version.version)}`,
  },
  load: (ids: string[], context) => loadVersions(context, ids),
});

export const EventType = builder.loadableNodeRef("Event", {
  id: { description: "`evt_…`", resolve: (event: EventRecord) => event.id },
  load: (ids: string[], context) => loadEvents(context, ids),
});

export const ExecutionType = builder.loadableNodeRef("Execution", {
  id: { description: "Also the Temporal workflow id.", resolve: (execution: ExecutionRecord) => execution.id },
  load: (ids: string[], context) => loadExecutions(context, ids),
});

export const StepType = builder.loadableNodeRef("Step", {
  id: { description: "`<execution id>:<path>`", resolve: (step: StepRecord) => `${step.executionId}:${step.path}` },
  load: (ids: string[], context) => loadSteps(context, ids),
});

export const BulkJobType = builder.loadableNodeRef("BulkJob", {
  id: { description: "`blk_…`", resolve: (job: BulkJobRecord) => job.id },
  load: (ids: string[], context) => loadBulkJobs(context, ids),
});
