import { useShortcuts } from "../../keyboard/shortcuts.ts";
import type { Editor } from "./editor.ts";

/** Takes steps back with the keyboard, and does them again. */
export function useUndoKeys(editor: Editor): void {
  useShortcuts([
    { keys: "mod+z", title: "Undo", run: () => editor.undo() },
    { keys: "mod+shift+z", title: "Redo", run: () => editor.redo() },
    { keys: "mod+y", title: "Redo", run: () => editor.redo() },
  ]);
}
