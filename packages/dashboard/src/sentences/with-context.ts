import type { ComparedLine } from "@tempograph/sentences";

/** How many lines around a change are shown, so that one sees where it is. */
const AROUND = 2;

/** The changed lines with some around them; in the place of the others, how many they are. */
export function withContext(lines: readonly ComparedLine[]): readonly (ComparedLine | { readonly left: number })[] {
  const isNear = new Uint8Array(lines.length);
  for (const [index, { change }] of lines.entries())
    if (change !== "same") isNear.fill(1, Math.max(0, index - AROUND), index + AROUND + 1);
  const parts: (ComparedLine | { left: number })[] = [];
  for (const [index, line] of lines.entries()) {
    const last = parts.at(-1);
    if (isNear[index] === 1) parts.push(line);
    else if (last !== undefined && "left" in last) last.left += 1;
    else parts.push({ left: 1 });
  }
  return parts;
}
