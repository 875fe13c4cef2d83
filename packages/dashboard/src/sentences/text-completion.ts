import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { Vocabulary } from "@tempograph/sentences";
import { sharedMachine } from "../machine/shared-machine.ts";
import { LONGEST_TEXT } from "../machine/longest-text.ts";

const KINDS = { words: "keyword", value: "constant", field: "variable", name: "property" } as const;

/** Completion of the language of sentences: what can come where somebody writes. */
export function textCompletion(vocabulary: Omit<Vocabulary, "types">): Extension {
  const source = async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const isWanted = explicit || /[\p{L}\p{N}."] ?$/u.test(state.sliceDoc(Math.max(0, pos - 2), pos));
    if (!isWanted || state.doc.length > LONGEST_TEXT) return null;
    const input = { text: state.doc.toString(), offset: pos, ...vocabulary };
    try {
      const { from, to, items } = await sharedMachine().run("completeText", input, "complete-text");
      if (items.length === 0) return null;
      return {
        ...{ from, to },
        options: items.map(({ kind, text, detail }) => ({
          label: text,
          type: KINDS[kind],
          ...(detail !== undefined && { detail }),
        })),
      };
    } catch {
      // A newer question has taken its place, or the text takes too long: then there is nothing to offer.
      return null;
    }
  };
  return autocompletion({ override: [source], icons: false, aboveCursor: false });
}
