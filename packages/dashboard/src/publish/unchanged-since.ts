import { apiQuery, queryClient } from "../data/index.ts";
import { DraftDiffersQuery, LiveVersionQuery } from "./document.ts";

/** The number of the live version if the saved draft has the same content; null if it differs, or if that is not known. */
export async function unchangedSince(workflowId: string): Promise<number | null> {
  const { workflow } = await queryClient.fetchQuery({
    ...apiQuery(LiveVersionQuery, { id: workflowId }),
    staleTime: 0,
  });
  const live = workflow?.publishedVersion?.number;
  if (live === undefined) return null;
  const differs = apiQuery(DraftDiffersQuery, { id: workflowId, live: String(live) });
  const { workflowDiff } = await queryClient.fetchQuery({ ...differs, staleTime: 0 });
  return workflowDiff.__typename === "WorkflowDiff" && workflowDiff.identical ? live : null;
}
