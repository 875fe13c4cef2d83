import type { BulkActions, BulkOperation } from "../../app/bulk/bulk-action.ts";
import { executionRerun } from "../executions/rerun.ts";
import { executionPause, executionResume, incidentRetry } from "../executions/steer.ts";
import { executionCancel, executionSignal, executionTerminate } from "../executions/stop.ts";
import type { AnyOperation } from "../operation.ts";

/** The operations that a bulk job can perform on many executions, by the kind of the job. */
export const bulkActions: BulkActions = {
  cancel: doneToMany(executionCancel),
  terminate: doneToMany(executionTerminate),
  pause: doneToMany(executionPause),
  resume: doneToMany(executionResume),
  signal: doneToMany(executionSignal),
  rerun: doneToMany(executionRerun),
  incidentRetry: doneToMany(incidentRetry),
};

function doneToMany({ bulk, audit }: AnyOperation): BulkOperation {
  return { bulk: bulk!, made: typeof audit === "object" ? audit.made : undefined };
}
