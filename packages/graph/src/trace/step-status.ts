import type { TraceKind } from "./trace-entry.ts";

/**
 * Where a step stands. Every list of step statuses (the database's column, GraphQL's enums, simulate, runGraph) is this
 * one.
 */
export type StepStatus =
  /** Its activity has been handed to the workers. */
  | "scheduled"
  /** A worker carries it out, or it is a container whose inside runs. */
  | "running"
  /** It waits for a timer, an event or a person. */
  | "waiting"
  /** It failed and waits for a person (`onError: pause`). */
  | "incident"
  | "completed"
  /** It succeeded after it was asked to stop; no edge leaves it. */
  | "completedLate"
  | "failed"
  /** No edge that leads to it was taken. */
  | "skipped"
  | "cancelled"
  /** Its scope ended before the execution came to it. */
  | "notReached";

/** What a step can stand at while something of it is still to come. */
export type OpenStepStatus = Extract<StepStatus, "scheduled" | "running" | "waiting" | "incident">;

const OPEN: Readonly<Record<OpenStepStatus, true>> = { scheduled: true, running: true, waiting: true, incident: true };

export function isOpenStep(status: StepStatus): status is OpenStepStatus {
  return Object.hasOwn(OPEN, status);
}

/** Whether a step that stands so has ever begun: a skipped one has not. */
export function hasBegun(status: StepStatus): boolean {
  return status !== "skipped" && status !== "notReached";
}

/** The status that an entry of this kind leads to; null for entries about the execution as a whole. */
export function statusAfter(kind: TraceKind): StepStatus | null {
  if (kind === "paused" || kind === "resumed") return null;
  return kind === "started" ? "running" : kind;
}
