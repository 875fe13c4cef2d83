import { useState } from "react";

/** Texts that have been typed and not read yet, by what they are typed in. They outlive the tab in which they are typed. */
export type UnreadTexts = Map<string, string>;

/** The text that has been typed and not read yet; null if there is none. */
export function useUnreadText(
  texts: UnreadTexts,
  key: string,
): readonly [typed: string | null, setTyped: (text: string | null) => void] {
  const [typed, show] = useState<string | null>(() => texts.get(key) ?? null);
  const setTyped = (text: string | null): void => {
    if (text === null) texts.delete(key);
    else texts.set(key, text);
    show(text);
  };
  return [typed, setTyped];
}
