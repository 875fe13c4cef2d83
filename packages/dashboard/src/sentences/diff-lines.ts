/** A line of two texts that are compared. */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Texts with more lines are compared as a whole, because the comparison costs the product of both numbers. */
const MOST_LINES = 2_000;

/** The lines of two texts: those that both have, in their order, and between them what only one of them has. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const line = (kind: DiffLine["kind"]) => (text: string) => ({ kind, text });
  if (old.length > MOST_LINES || now.length > MOST_LINES)
    return before === after ? now.map(line("same")) : [...old.map(line("removed")), ...now.map(line("added"))];
  // How many lines the rests of both texts have in common, from each place on.
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a--)
    for (let b = now.length - 1; b >= 0; b--)
      common[a * width + b] =
        old[a] === now[b]
          ? common[(a + 1) * width + b + 1]! + 1
          : Math.max(common[(a + 1) * width + b]!, common[a * width + b + 1]!);
  const lines: DiffLine[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && old[a] === now[b]) {
      lines.push({ kind: "same", text: old[a]! });
      a += 1;
      b += 1;
    } else if (a < old.length && (b === now.length || common[(a + 1) * width + b]! >= common[a * width + b + 1]!)) {
      lines.push({ kind: "removed", text: old[a]! });
      a += 1;
    } else {
      lines.push({ kind: "added", text: now[b]! });
      b += 1;
    }
  }
  return lines;
}
