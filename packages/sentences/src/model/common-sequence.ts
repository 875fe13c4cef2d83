/** Beyond this many comparisons, what lies between the common beginning and end counts as changed. */
const MOST_COMPARISONS = 4_000_000;

/** Pairs of indices of a longest common sequence of two lists of texts. */
export function commonSequence(
  old: readonly string[],
  next: readonly string[],
): readonly (readonly [number, number])[] {
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, next.length) - start && old.at(-1 - end) === next.at(-1 - end)) end += 1;
  const [a, b] = [old.slice(start, old.length - end), next.slice(start, next.length - end)];
  const middle = a.length * b.length > MOST_COMPARISONS ? [] : longestCommon(a, b);
  return [
    ...Array.from({ length: start }, (_, index) => [index, index] as const),
    ...middle.map(([i, j]) => [start + i, start + j] as const),
    ...Array.from({ length: end }, (_, index) => [old.length - end + index, next.length - end + index] as const),
  ];
}

function longestCommon(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  // `length[i][j]` is that of the longest common sequence of what begins at i and at j.
  const width = b.length + 1;
  const length = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i * width + j] =
        a[i] === b[j]
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i += 1;
    else j += 1;
  }
  return pairs;
}
