import { counted } from "../../ui/counted.ts";
import type { Policy } from "./documents.ts";

/** What a policy says of one kind of data, in words. */
export function daysText(days: number | null, { workflowId }: Pick<Policy, "workflowId">): string {
  if (days === null) return workflowId === null ? "for ever" : "as the project";
  return days === 0 ? "for ever" : counted(days, "day");
}
