import { readCursors, type Cursors } from "../../ui/cursors.ts";

export const OUTCOMES = ["PENDING", "DONE", "SKIPPED", "FAILED"] as const;

/** Which items of a job are shown. */
export interface BulkJobSearch extends Cursors {
  readonly outcome?: (typeof OUTCOMES)[number];
}

export function readBulkJobSearch(search: Readonly<Record<string, unknown>>): BulkJobSearch {
  const outcome = OUTCOMES.find((one) => one === search["outcome"]);
  return { ...(outcome !== undefined && { outcome }), ...readCursors(search) };
}
