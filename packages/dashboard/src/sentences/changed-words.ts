import { diffLines, type DiffLine } from "./diff-lines.ts";

/** Some words of a line, or of the line before. */
export type ChangedWord = DiffLine;

/** The words of two lines: those that both have, and between them what only one of them has. A text in quotation marks is one word. */
export function changedWords(before: string, after: string): readonly ChangedWord[] {
  const words: ChangedWord[] = [];
  // The comparison is one of lines: a word stands for a line, and its own line breaks, which are escaped in a text, cannot disturb it.
  for (const word of diffLines(wordsOf(before), wordsOf(after))) {
    const last = words.at(-1);
    if (last?.kind === word.kind) words[words.length - 1] = { kind: word.kind, text: `${last.text} ${word.text}` };
    else words.push(word);
  }
  return words;
}

function wordsOf(line: string): string {
  return (line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? []).join("\n");
}
