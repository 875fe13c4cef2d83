import { readCursors, type Cursors } from "../../ui/cursors.ts";

/** Which approvals are shown. Without anything: those that wait for whoever looks. */
export interface ApprovalsSearch extends Cursors {
  readonly show?: "waiting" | "decided";
}

export function readApprovalsSearch(search: Readonly<Record<string, unknown>>): ApprovalsSearch {
  const show = (["waiting", "decided"] as const).find((one) => one === search["show"]);
  return { ...(show !== undefined && { show }), ...readCursors(search) };
}
