/** How many there are, in words: "1 error", "2 errors". The plural is needed only where it is not the word with an "s". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
