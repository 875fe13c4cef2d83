import type { BulkActions, BulkOperation } from "../../app/bulk/bulk-action.ts";
import { executionRerun } from "../executions/rerun.ts";
import { executionPause, executionResume, incidentRetry } from "../executions/steer.ts";
import { executionCancel, executionSignal, executionTerminate } from "../executions/stop.ts";
import type { AnyOperation } from "../operation.ts";

const doneToMany: readonly AnyOperation[] = [
  executionCancel,
  executionTerminate,
  executionPause,
  executionResume,
  executionSignal,
  executionRerun,
  incidentRetry,
];

/** The operations that a bulk job can perform on many executions, by the kind of the job. */
export const bulkActions = Object.fromEntries(
  doneToMany.map(({ bulk, audit }): [string, BulkOperation] => [
    bulk!.kind,
    { bulk: bulk!, made: typeof audit === "object" ? audit.made : undefined },
  ]),
) as BulkActions;
