import { builder } from "./builder.ts";

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
