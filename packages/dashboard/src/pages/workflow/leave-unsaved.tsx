import { useBlocker } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { SaveStatus } from "../../canvas/editor/draft-saver.ts";
import { toApiError } from "../../data/index.ts";
import { Confirm } from "../../ui/index.ts";
import type { WorkflowEditor } from "./use-workflow-editor.ts";

type Props = Pick<WorkflowEditor, "status" | "unread">;

/** Asks before somebody goes to another page while something cannot be saved. Closing the browser's tab is asked about by the browser itself. */
export function LeaveUnsaved({ status: saving, unread }: Props): ReactElement {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      current.pathname !== next.pathname && (unread.size > 0 || isStuck(saving.get())),
    enableBeforeUnload: false,
    withResolver: true,
  });
  return (
    <Confirm
      opened={status === "blocked"}
      onClose={() => reset?.()}
      // The window of a conflict may be open already.
      isOnTop
      title="What you have changed is not saved"
      action="Leave and lose it"
      onConfirm={() => proceed?.()}
    >
      Whoever leaves this page now loses it. To keep it, stay, and copy it from the tab JSON.
    </Confirm>
  );
}

/** What the API is only away for is saved later, on whatever page the person is then. */
function isStuck(status: SaveStatus): boolean {
  return status.kind === "conflict" || (status.kind === "failed" && !toApiError(status.error).retryable);
}
