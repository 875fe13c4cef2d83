import { createStore, type Store } from "../data/store.ts";
import { useOffered } from "./use-offered.ts";

/** A key, or two pressed one after the other (`g e`), or one with Ctrl or Cmd (`mod+k`, `mod+shift+z`) or with Alt (`alt+ArrowUp`). */
export interface Shortcut {
  readonly keys: string;
  /** What it does: the keyboard help lists it. */
  readonly title: string;
  readonly run: () => void;
}

/** What the keys do now, in the order in which pages said so. A later one wins. */
export const shortcuts: Store<readonly Shortcut[]> = createStore<readonly Shortcut[]>([]);

/** Gives keys a meaning while the component is shown. The list may be another one each time. */
export function useShortcuts(list: readonly Shortcut[]): void {
  useOffered(shortcuts, list);
}

/** How long the first key of two waits for the second. */
const SECOND_KEY_MS = 1_200;

/** Calls what the keys mean. Returns what ends that. */
export function listenToKeys(target: Pick<Window, "addEventListener" | "removeEventListener">): () => void {
  let first: { readonly key: string; readonly at: number } | undefined;
  const listen = (event: KeyboardEvent): void => {
    const key = nameOf(event);
    if (event.defaultPrevented || (isTyping(event) && (!key.startsWith("mod+") || OF_FIELDS.has(key)))) return;
    const two = first !== undefined && event.timeStamp - first.at < SECOND_KEY_MS ? `${first.key} ${key}` : undefined;
    const known = shortcuts.get();
    const found = known.findLast(({ keys }) => keys === two) ?? known.findLast(({ keys }) => keys === key);
    first = found === undefined ? { key, at: event.timeStamp } : undefined;
    if (found === undefined) return;
    event.preventDefault();
    found.run();
  };
  target.addEventListener("keydown", listen);
  return () => target.removeEventListener("keydown", listen);
}

/** While somebody writes, these are for the text, and for nothing else on the page. */
const OF_FIELDS: ReadonlySet<string> = new Set(["mod+a", "mod+d"]);

function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (altKey) return shiftKey ? `alt+shift+${name}` : `alt+${name}`;
  if (!ctrlKey && !metaKey) return name;
  return shiftKey ? `mod+shift+${name}` : `mod+${name}`;
}

/** Whether the key belongs to a text that somebody writes. */
function isTyping({ target }: KeyboardEvent): boolean {
  if (typeof HTMLElement === "undefined" || !(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
