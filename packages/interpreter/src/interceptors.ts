import type { WorkflowInterceptorsFactory, WorkflowInternalsInterceptor } from "@temporalio/workflow";
import { getActivator } from "@temporalio/workflow/lib/global-attributes.js";
import { payloadConverter } from "./payload-converter.ts";
import { activationBegins, activationHandedOut, arrive, type JobKey } from "./arrivals.ts";
import { passTrace, takeTrace } from "./pass-trace.ts";

/**
 * Tells `arrivals.ts` the order of an activation's jobs, and prevents payloads from failing a workflow task. It is loaded into the
 * workflow bundle beside the workflow, and called before anything is decoded.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  getActivator().payloadConverter = payloadConverter;
  return { internals: [arrivalOrder], inbound: [takeTrace], outbound: [passTrace] };
};

const arrivalOrder: WorkflowInternalsInterceptor = {
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
};
