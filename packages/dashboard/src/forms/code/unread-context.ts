import { createContext, useContext } from "react";
import type { UnreadTexts } from "./use-unread-text.ts";

/** Where texts are kept that cannot be read yet, and whose form it is: a node's id, or a name such as `settings`. */
export interface UnreadOfForm {
  readonly texts: UnreadTexts;
  readonly form: string;
}

/** Undefined: what cannot be read is lost with the form. */
export const UnreadContext: React.Context<UnreadOfForm | undefined> = createContext<UnreadOfForm | undefined>(
  undefined,
);

/** The field in which an editor stands, unique in its form; undefined where nothing is kept. */
export const FieldIdContext: React.Context<string | undefined> = createContext<string | undefined>(undefined);

interface KeptText {
  /** What was typed before and could not be read. */
  readonly text: string | undefined;
  readonly keep: (text: string | undefined) => void;
}

const NOT_KEPT: KeptText = { text: undefined, keep: () => undefined };

/** The text of this field that cannot be read yet. It outlives the form, until it can be read or somebody throws it away. */
export function useKeptText(): KeptText {
  const unread = useContext(UnreadContext);
  const field = useContext(FieldIdContext);
  if (unread === undefined || field === undefined) return NOT_KEPT;
  const key = keyOf(unread.form, field);
  return {
    text: unread.texts.get(key),
    keep: (text) => {
      if (text === undefined) unread.texts.delete(key);
      else unread.texts.set(key, text);
    },
  };
}

/** The texts of a node that has another id now. */
export function renameUnread(texts: UnreadTexts, from: string, to: string): void {
  for (const [key, text] of [...texts]) {
    const [form, field] = key.split(BETWEEN);
    if (form !== from || field === undefined) continue;
    texts.delete(key);
    // The ids of a node's fields begin with its own.
    texts.set(keyOf(to, field.replace(from, to)), text);
  }
}

const BETWEEN = "\n";

function keyOf(form: string, field: string): string {
  return form + BETWEEN + field;
}
