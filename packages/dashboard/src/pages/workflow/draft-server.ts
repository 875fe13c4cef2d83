import { parseGraph, type Trigger } from "@tempograph/graph";
import { ApiError, apiQuery, payloadOf, queryClient, send, type ResultOf, type VariablesOf } from "../../data/index.ts";
import type { DraftServer, SavedDraft } from "../../canvas/editor/draft-saver.ts";
import { SaveDraftMutation, WorkflowQuery } from "./documents.ts";

export type WorkflowAnswer = NonNullable<ResultOf<typeof WorkflowQuery>["workflow"]>;
type DraftInput = VariablesOf<typeof SaveDraftMutation>["input"];

/** The draft of a workflow as the API gives it. Its graph stands as somebody sent it; fields that are null in GraphQL are absent in a trigger. */
export function savedDraftOf({ graph, triggers, draftRevision }: WorkflowAnswer): SavedDraft {
  const { graph: read, problems } = parseGraph(graph);
  if (read === null)
    throw new ApiError({ code: "INVALID_GRAPH", message: "The draft is no graph that can be edited.", problems });
  return { draft: { graph: read, triggers: triggers.map(withoutNulls) }, revision: draftRevision };
}

function withoutNulls(trigger: WorkflowAnswer["triggers"][number]): Trigger {
  const fields = Object.entries(trigger).filter(([, value]) => value !== null);
  return Object.fromEntries(fields) as unknown as Trigger;
}

/** Keeps the draft of a workflow with the API. */
export function draftServer(id: string): DraftServer {
  return {
    async save({ graph, triggers }, revision) {
      const input = { id, graph, triggers: triggers as DraftInput["triggers"], draftRevision: revision };
      try {
        // It is sent again by itself when its answer is lost. The revision makes it count once.
        const { workflow } = payloadOf(await send(SaveDraftMutation, { input }));
        return { draft: { graph, triggers }, revision: workflow.draftRevision };
      } catch (error) {
        if (error instanceof ApiError && error.code === "REVISION_CONFLICT") return undefined;
        throw error;
      }
    },
    async load() {
      const { workflow } = await queryClient.fetchQuery({ ...apiQuery(WorkflowQuery, { id }), staleTime: 0 });
      if (workflow === null) throw new ApiError({ code: "NOT_FOUND", message: "The workflow is not there any more." });
      return savedDraftOf(workflow);
    },
  };
}
