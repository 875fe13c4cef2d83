import { ApiError, useApi } from "../../data/index.ts";
import { DRAFT_EVERY_MS, DraftGraphQuery, VersionGraphQuery } from "./documents.ts";

interface GraphOf {
  /** As the API stores it; undefined until it is there. */
  readonly graph: unknown;
  readonly error: ApiError | null;
}

/** The graph of a version, or of the draft with `DRAFT`. */
export function useGraphOf(workflowId: string, which: string): GraphOf {
  const isDraft = which === "DRAFT";
  const draft = useApi(DraftGraphQuery, { id: workflowId }, { enabled: isDraft, everyMs: DRAFT_EVERY_MS });
  const number = isDraft ? 0 : Number(which);
  const version = useApi(VersionGraphQuery, { id: workflowId, number }, { enabled: !isDraft });
  if (isDraft) {
    const isGone = draft.data?.workflow === null;
    return { graph: draft.data?.workflow?.graph, error: isGone ? unknownWorkflow(workflowId) : draft.error };
  }
  const found = version.data?.workflowVersion;
  if (found === undefined || found.__typename === "WorkflowVersion")
    return { graph: found?.graph, error: version.error };
  return { graph: undefined, error: new ApiError(found) };
}

/** As the API says it where it is asked for a version. */
function unknownWorkflow(id: string): ApiError {
  return new ApiError({
    code: "NOT_FOUND",
    message: `There is no workflow ${id}.`,
    hint: "Its address is wrong, it belongs to another project, or somebody has deleted it.",
  });
}
