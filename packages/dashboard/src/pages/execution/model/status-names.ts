import { OPEN_STATUSES } from "../../executions/executions-search.ts";

/** `completedLate` of the trace is `COMPLETED_LATE` in GraphQL. */
export function toGraphqlStatus(status: string): string {
  return status.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** `COMPLETED_LATE` of GraphQL is `completedLate` in the trace. */
export function toTraceStatus(status: string): string {
  return status.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether an execution with this status of GraphQL has not ended. */
export function isOpenStatus(status: string): boolean {
  return OPEN_STATUSES.some((one) => one === status);
}
