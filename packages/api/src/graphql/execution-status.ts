import { builder } from "./builder.ts";

export const ExecutionStatusEnum = builder.enumType("ExecutionStatus", {
  description: "Where an execution stands, in Temporal's words.",
  values: {
    PENDING: { value: "pending", description: "Stored; Temporal has not taken it yet." },
    RUNNING: { value: "running", description: "Temporal runs it." },
    COMPLETED: { value: "completed", description: "Every taken node completed." },
    COMPLETED_WITH_ERRORS: {
      value: "completedWithErrors",
      description: "Ran to its end; a step failed whose node says `onError: continue`.",
    },
    FAILED: { value: "failed", description: "A step failed and nothing caught it." },
    CANCELLED: { value: "cancelled", description: "Asked to stop, and stopped in order." },
    TERMINATED: { value: "terminated", description: "Stopped at once, without clearing up." },
    TIMED_OUT: { value: "timedOut", description: "Ran longer than allowed." },
  } as const,
});

export const StepStatusEnum = builder.enumType("StepStatus", {
  description: "Where a step stands.",
  values: {
    SCHEDULED: { value: "scheduled", description: "Given to the workers." },
    RUNNING: { value: "running", description: "A worker is at it." },
    WAITING: { value: "waiting", description: "Waits for a timer, an event or a person." },
    INCIDENT: { value: "incident", description: "Failed, and waits for a person: see `incidentRetry`." },
    COMPLETED: { value: "completed", description: "Done." },
    COMPLETED_LATE: { value: "completedLate", description: "Succeeded after it was asked to stop; its port is dead." },
    FAILED: { value: "failed", description: "Failed, its retries spent." },
    SKIPPED: { value: "skipped", description: "No edge to it was taken." },
    CANCELLED: { value: "cancelled", description: "Stopped; whether its effect happened may be unknown." },
    NOT_REACHED: { value: "notReached", description: "The execution ended before it." },
  } as const,
});
