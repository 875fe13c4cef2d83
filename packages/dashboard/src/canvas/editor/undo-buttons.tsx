import { IconArrowBackUp, IconArrowForwardUp } from "../../ui/icons.ts";
import type { ReactElement } from "react";
import { useStore } from "../../data/index.ts";
import type { Editor } from "./editor.ts";
import { Tool } from "./tool.tsx";

/** Takes steps back, and does them again. */
export function UndoButtons({ editor }: { readonly editor: Editor }): ReactElement {
  const { history } = useStore(editor.store);
  return (
    <>
      <Tool
        label={`Undo${history.past === null ? "" : `: ${history.present.label}`} (Ctrl+Z)`}
        disabled={history.past === null}
        onClick={() => editor.undo()}
      >
        <IconArrowBackUp size={18} aria-hidden />
      </Tool>
      <Tool label="Redo (Ctrl+Y)" disabled={history.future === null} onClick={() => editor.redo()}>
        <IconArrowForwardUp size={18} aria-hidden />
      </Tool>
    </>
  );
}
