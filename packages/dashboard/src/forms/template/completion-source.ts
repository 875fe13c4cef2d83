import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { complete, type Completing, type Suggestion } from "./complete.ts";

/** Completion of what is in scope. It asks for the scope each time: another extension would close the list that somebody chooses from. */
export function templateCompletion(scopeNow: () => Completing): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const completing = scopeNow();
    const before = context.state.sliceDoc(0, context.pos);
    const found = complete(before, completing);
    // In the text around templates nothing is offered while a person writes, except behind a brace.
    const isWanted = context.explicit || /\{$/.test(before) || isInside(before, completing.isExpression === true);
    if (found === null || !isWanted) return null;
    return { from: found.from, options: found.options.map(optionOf), validFor: /^[\p{L}\p{N}_]*$/u };
  };
  return autocompletion({ override: [source], icons: false, aboveCursor: false });
}

function isInside(before: string, isExpression: boolean): boolean {
  const start = isExpression ? 0 : before.lastIndexOf("{{");
  if (start === -1 || (!isExpression && before.includes("}}", start))) return false;
  return /[.\p{L}\p{N}_({\s]$/u.test(before);
}

function optionOf({ label, apply, detail, info, kind }: Suggestion): Completion {
  return {
    ...{ label, detail, type: kind === "name" ? "variable" : "function" },
    ...(info !== undefined && { info }),
    apply: apply.startsWith("[")
      ? (view, _completion, from, to) => {
          const begin = from - 1;
          view.dispatch({ changes: { from: begin, to, insert: apply }, selection: { anchor: begin + apply.length } });
        }
      : apply,
    // The names in scope come before the functions, also those that fit a typed word less well.
    boost: kind === "name" ? 99 : 0,
  };
}
