import type { Draft } from "@tempograph/graph";
import { useEffect, useRef, useState } from "react";
import { useUnreadText, type UnreadTexts } from "./use-unread-text.ts";

interface DraftText {
  readonly text: string;
  /** The text that has been typed and not read yet; null if there is none. */
  readonly typed: string | null;
  readonly type: (text: string) => void;
  /** The typed text is this draft. */
  readonly accept: (draft: Draft) => void;
  /** Takes the printed text in the place of the typed one. */
  readonly reset: () => void;
}

/**
 * A draft as a text that a person can edit. A change of the draft from elsewhere replaces the text; what the person has typed stays as it is typed, with its
 * comments and spaces, while it says the same or cannot be read.
 */
export function useDraftText(
  draft: Draft,
  printed: string | undefined,
  onChange: (draft: Draft) => void,
  unread: { readonly texts: UnreadTexts; readonly key: string },
): DraftText {
  const [typed, setTyped] = useUnreadText(unread.texts, unread.key);
  const [kept, setKept] = useState<{ readonly text: string; readonly draft: Draft }>();
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  const isKept = kept !== undefined && kept.draft.graph === draft.graph && kept.draft.triggers === draft.triggers;
  return {
    text: typed ?? (isKept ? kept.text : (printed ?? "")),
    typed,
    type: setTyped,
    accept: (next) => {
      setKept({ text: typed ?? "", draft: next });
      setTyped(null);
      latest.current(next);
    },
    reset: () => {
      setTyped(null);
      setKept(undefined);
    },
  };
}
