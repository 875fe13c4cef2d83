import { apiQuery, queryClient } from "../data/index.ts";
import { DraftDiffersQuery, KnownVersionsQuery } from "./document.ts";

/** A version that the saved draft has the same content as. */
export interface SameVersion {
  readonly number: number;
  /** Whether events start it. After a roll back the newest version is not the live one. */
  readonly isLive: boolean;
}

/** The version that publishing the saved draft would give again, and not make anew; null if it would make one, or if that is not known. */
export async function unchangedSince(workflowId: string): Promise<SameVersion | null> {
  const { workflow } = await queryClient.fetchQuery({
    ...apiQuery(KnownVersionsQuery, { id: workflowId }),
    staleTime: 0,
  });
  const live = workflow?.publishedVersion?.number;
  for (const number of new Set([live, workflow?.versions.nodes[0]?.number])) {
    if (number === undefined) continue;
    const differs = apiQuery(DraftDiffersQuery, { id: workflowId, version: String(number) });
    const { workflowDiff } = await queryClient.fetchQuery({ ...differs, staleTime: 0 });
    if (workflowDiff.__typename === "WorkflowDiff" && workflowDiff.identical)
      return { number, isLive: number === live };
  }
  return null;
}
