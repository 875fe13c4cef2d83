/** The one of `names` that the author of `wrong` most likely meant; undefined if none of them is similar. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  const wanted = plain(wrong);
  let best: string | undefined;
  // One wrong letter in three still counts as similar.
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    const candidate = plain(name);
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, candidate, least);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** `Did you mean "x"?`, or nothing. */
export function didYouMean(wrong: string, names: Iterable<string>): string {
  return meaning(nearestName(wrong, names));
}

/** The question for a name that `nearestName` gave. */
export function meaning(name: string | undefined): string {
  return name === undefined ? "" : `Did you mean "${name}"? `;
}

/** Makes `httpCall`, `http-call` and `HTTP call` the same word, so that they compare as equal. */
function plain(name: string): string {
  return name
    .slice(0, 64)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function editDistance(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return row[b.length] as number;
}
