import { commonSequence } from "./common-sequence.ts";

/** Some words of a line, or of the line before. */
export interface ChangedWord {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** The words of two lines: those that both have, and between them what only one of them has. A text in quotation marks is one word. */
export function changedWords(before: string, after: string): readonly ChangedWord[] {
  const [old, next] = [wordsOf(before), wordsOf(after)];
  const words: ChangedWord[] = [];
  const add = (kind: ChangedWord["kind"], some: readonly string[]): void => {
    if (some.length === 0) return;
    const last = words.at(-1);
    const text = some.join(" ");
    if (last?.kind === kind) words[words.length - 1] = { kind, text: `${last.text} ${text}` };
    else words.push({ kind, text });
  };
  let [from, to] = [0, 0];
  for (const [at, there] of [...commonSequence(old, next), [old.length, next.length] as const]) {
    add("removed", old.slice(from, at));
    add("added", next.slice(to, there));
    add("same", old.slice(at, at + 1));
    [from, to] = [at + 1, there + 1];
  }
  return words;
}

function wordsOf(line: string): readonly string[] {
  return line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
}
