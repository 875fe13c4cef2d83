import type { NodeTypeManifest } from "@tempograph/graph";
import { useEffect, useState } from "react";
import { DraftSaver, type SavedDraft, type SaveStatus } from "../../canvas/editor/draft-saver.ts";
import { EditActions } from "../../canvas/editor/edit-actions.ts";
import { Editor } from "../../canvas/editor/editor.ts";
import { connection, createStore, toApiError, type Store } from "../../data/index.ts";
import type { UnreadTexts } from "../../forms/index.ts";
import { draftServer } from "./draft-server.ts";

export interface WorkflowEditor {
  readonly editor: Editor;
  readonly actions: EditActions;
  readonly saver: DraftSaver;
  readonly status: Store<SaveStatus>;
  /** What was typed as JSON or as code and cannot be read yet. */
  readonly unread: UnreadTexts;
}

/** The editor of a workflow's draft, which is saved shortly after each change, and once more when the person leaves. */
export function useWorkflowEditor(
  id: string,
  saved: SavedDraft,
  nodeTypes: ReadonlyMap<string, NodeTypeManifest>,
): WorkflowEditor {
  const [made] = useState(() => create(id, saved, nodeTypes));
  useEffect(() => {
    const { editor, saver, unread } = made;
    const stopListening = editor.store.subscribe(() => saver.changed());
    // The API is back, or the person has signed in again.
    const stopWaiting = connection.subscribe(() => {
      if (connection.get() === "ok" && saver.hasUnsaved) void saver.flush();
    });
    const warn = (event: BeforeUnloadEvent) => {
      if (saver.hasUnsaved || unread.size > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      stopListening();
      stopWaiting();
      window.removeEventListener("beforeunload", warn);
      void saver.flush();
    };
  }, [made]);
  return made;
}

function create(id: string, saved: SavedDraft, nodeTypes: ReadonlyMap<string, NodeTypeManifest>): WorkflowEditor {
  const editor = new Editor(saved.draft);
  const status = createStore<SaveStatus>({ kind: "saved" });
  const saver = new DraftSaver({
    server: draftServer(id),
    saved,
    current: () => editor.draft,
    onMerged: (draft) => editor.replace("Merge what somebody else changed", draft),
    onStatus: (next) => status.set(next),
    isRetryable: (error) => toApiError(error).retryable,
  });
  editor.onAmend = (before, after) => saver.amended(before, after);
  return { editor, actions: new EditActions(editor, nodeTypes), saver, status, unread: new Map() };
}
