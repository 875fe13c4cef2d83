/** Whether every word stands in one of the texts, in upper or lower case. Without words everything fits. */
export function fitsWords(words: string, ...texts: readonly string[]): boolean {
  const all = texts.join(" ").toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
