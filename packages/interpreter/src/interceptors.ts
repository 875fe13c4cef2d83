import type { WorkflowInterceptorsFactory } from "@temporalio/workflow";
import { activationBegins, activationHandedOut, arrive, type JobKey } from "./arrivals.ts";

/** Tells `arrivals.ts` the order of an activation's jobs. Loaded into the workflow bundle beside the workflow. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  internals: [
    {
      activate(input, next) {
        const jobs = input.activation.jobs ?? [];
        activationBegins(
          jobs.map((job): JobKey | null => {
            if (job.resolveActivity) return `activity ${job.resolveActivity.seq!}`;
            return job.fireTimer ? `timer ${job.fireTimer.seq!}` : null;
          }),
          jobs.some((job) => !job.doUpdate && !job.queryWorkflow),
        );
        for (const { cancelWorkflow } of jobs) {
          if (!cancelWorkflow) continue;
          arrive({ kind: "cancelRequested", ...(cancelWorkflow.reason ? { reason: cancelWorkflow.reason } : {}) });
        }
        next(input);
        activationHandedOut();
      },
    },
  ],
});
