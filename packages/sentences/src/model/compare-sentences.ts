import { commonSequence } from "./common-sequence.ts";
import { lineOf } from "./text-of.ts";
import type { Phrase, Sentences } from "./sentences.ts";

/** A line of two texts beside each other. */
export interface ComparedLine {
  readonly change: "same" | "added" | "removed" | "changed";
  /** How far it is set in. */
  readonly depth: number;
  /** The line without what is inside of it; absent if it was added. */
  readonly before?: Phrase;
  /** Absent if it was removed. */
  readonly after?: Phrase;
}

/** The lines of two versions of a workflow: what was added and removed, and which lines tell of the same node in other words. */
export function compareSentences(before: Sentences, after: Sentences): readonly ComparedLine[] {
  const [old, next] = [linesOf(before), linesOf(after)];
  const same = commonSequence(
    old.map(({ key }) => key),
    next.map(({ key }) => key),
  );
  const lines: ComparedLine[] = [];
  let [from, to] = [0, 0];
  for (const [at, there] of [...same, [old.length, next.length] as const]) {
    lines.push(...changedLines(old.slice(from, at), next.slice(to, there)));
    if (at < old.length)
      lines.push({ change: "same", depth: next[there]!.depth, before: old[at]!.line, after: next[there]!.line });
    [from, to] = [at + 1, there + 1];
  }
  return lines;
}

interface Line {
  readonly line: Phrase;
  readonly depth: number;
  readonly key: string;
}

function linesOf({ settings, triggers, steps }: Sentences): readonly Line[] {
  const lines: Line[] = [];
  const add = (phrases: readonly Phrase[], depth: number): void => {
    for (const { block, ...line } of phrases) {
      lines.push({ line, depth, key: `${depth} ${line.kind} ${lineOf(line)}` });
      add(block ?? [], depth + 1);
    }
  };
  add(settings, 0);
  add(triggers, 0);
  add(steps, 1);
  return lines;
}

/** A line that is gone and one that is new are one changed line if they tell of the same thing. */
function changedLines(removed: readonly Line[], added: readonly Line[]): readonly ComparedLine[] {
  const left = new Map<string, Line[]>();
  for (const one of removed) left.set(subjectOf(one), [...(left.get(subjectOf(one)) ?? []), one]);
  const pairs = new Map(added.map((one) => [one, left.get(subjectOf(one))?.shift()]));
  const paired = new Set(pairs.values());
  return [
    ...removed
      .filter((one) => !paired.has(one))
      .map(({ line, depth }) => ({ change: "removed", depth, before: line }) as const),
    ...added.map((one): ComparedLine => {
      const { line: after, depth } = one;
      const before = pairs.get(one)?.line;
      return before === undefined ? { change: "added", depth, after } : { change: "changed", depth, before, after };
    }),
  ];
}

/** What a line tells of: a node, or one of its clauses; a trigger or a setting by its place. */
function subjectOf({ line: { kind, node, path } }: Line): string {
  return JSON.stringify([kind, node ?? path ?? null]);
}
