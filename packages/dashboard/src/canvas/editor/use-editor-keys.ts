import { useShortcuts, type Shortcut } from "../../keyboard/shortcuts.ts";
import { runInWorker } from "../layout/layout-worker.ts";
import type { EditActions } from "./edit-actions.ts";
import type { Editor } from "./editor.ts";
import type { Picker } from "./pickers.tsx";
import { useUndoKeys } from "./use-undo-keys.ts";

export interface EditorKeys {
  readonly editor: Editor;
  readonly actions: EditActions;
  readonly open: (picker: Picker) => void;
  readonly onNextProblem: () => void;
  readonly togglePanel: () => void;
}

/** Everything that the mouse can do, with the keyboard. The keyboard help lists these. */
export function useEditorKeys({ editor, actions, open, onNextProblem, togglePanel }: EditorKeys): void {
  const ofSelected = (kind: "connect" | "disconnect") => () => {
    const id = [...editor.selection.nodes].at(-1);
    if (id === undefined) editor.refuse("Select a node first. Arrow keys walk from node to node.");
    else open({ kind, from: id });
  };
  const nudge = (keys: string, dx: number, dy: number): Shortcut => ({
    keys,
    title: "Move the selected nodes",
    run: () => actions.nudge(dx, dy),
  });
  const stretch = (keys: string, dx: number, dy: number): Shortcut => ({
    keys,
    title: "Make the selected container larger or smaller",
    run: () => actions.stretch(dx, dy),
  });
  useUndoKeys(editor);
  useShortcuts([
    {
      keys: "/",
      title: "Add a node behind the selected one",
      run: () => open({ kind: "add", place: actions.placeForNew() }),
    },
    {
      keys: "i",
      title: "Insert a node behind the selected one",
      run: () => open({ kind: "add", place: actions.placeBetween() }),
    },
    { keys: "c", title: "Connect the selected node", run: ofSelected("connect") },
    { keys: "x", title: "Take an edge away from the selected node", run: ofSelected("disconnect") },
    { keys: "f", title: "Find a node", run: () => open({ kind: "find" }) },
    { keys: "w", title: "Wrap the selection in a container", run: () => open({ kind: "wrap" }) },
    { keys: "m", title: "Move the selection into a container, or out of it", run: () => open({ kind: "putInto" }) },
    { keys: "u", title: "Take the nodes out of the selected container", run: () => actions.unwrapSelected() },
    { keys: "l", title: "Arrange all nodes", run: () => void actions.layOut(runInWorker) },
    { keys: "n", title: "Go to the next problem", run: onNextProblem },
    { keys: "p", title: "Hide the panel beside the canvas, or show it", run: togglePanel },
    { keys: "Delete", title: "Remove what is selected", run: () => actions.removeSelected() },
    { keys: "Backspace", title: "Remove what is selected", run: () => actions.removeSelected() },
    { keys: "mod+a", title: "Select all nodes", run: () => actions.selectAll() },
    { keys: "mod+d", title: "Duplicate what is selected", run: () => actions.duplicate() },
    nudge("alt+ArrowLeft", -1, 0),
    nudge("alt+ArrowRight", 1, 0),
    nudge("alt+ArrowUp", 0, -1),
    nudge("alt+ArrowDown", 0, 1),
    stretch("alt+shift+ArrowLeft", -1, 0),
    stretch("alt+shift+ArrowRight", 1, 0),
    stretch("alt+shift+ArrowUp", 0, -1),
    stretch("alt+shift+ArrowDown", 0, 1),
  ]);
}
