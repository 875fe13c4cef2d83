import type { TraceKind } from "./trace-entry.ts";

/**
 * The status of a step. All other lists of step statuses (the database's column, GraphQL's enums, simulate, runGraph)
 * are this one.
 */
export type StepStatus =
  /** The step's activity has been handed to the workers. */
  | "scheduled"
  /** A worker carries the step out, or the step is a container and nodes inside it run. */
  | "running"
  /** The step waits for a timer, an event or a person. */
  | "waiting"
  /** The step failed and waits until a person resolves the failure (`onError: pause`). */
  | "incident"
  | "completed"
  /** The step succeeded after it was asked to stop; no outgoing edge is taken. */
  | "completedLate"
  | "failed"
  /** None of the edges that lead to the step was taken. */
  | "skipped"
  | "cancelled"
  /** The scope of the step ended before the execution reached the step. */
  | "notReached";

/** The statuses of a step that has not ended. */
export type OpenStepStatus = Extract<StepStatus, "scheduled" | "running" | "waiting" | "incident">;

const OPEN: Readonly<Record<OpenStepStatus, true>> = { scheduled: true, running: true, waiting: true, incident: true };

export function isOpenStep(status: StepStatus): status is OpenStepStatus {
  return Object.hasOwn(OPEN, status);
}

/** Whether a step with this status has ever begun: a skipped step has not. */
export function hasBegun(status: StepStatus): boolean {
  return status !== "skipped" && status !== "notReached";
}

/** The status that a step has after an entry of this kind; null for entries about the execution as a whole. */
export function statusAfter(kind: TraceKind): StepStatus | null {
  if (kind === "paused" || kind === "resumed") return null;
  return kind === "started" ? "running" : kind;
}
