/** A comparison of conditions: the operator of JSONLogic, the words that it is written with, and others that are read as well. */
export interface Comparison {
  readonly operator: string;
  readonly words: string;
  readonly also?: readonly string[];
  /** The value stands first in JSONLogic: `{ "in": ["b", { "var": "tags" }] }` is "tags contains "b"". */
  readonly reversed?: true;
}

/** Of two that begin alike, the longer one stands first, because it is read first. */
export const COMPARISONS: readonly Comparison[] = [
  { operator: "!==", words: "is not exactly", also: ["!=="] },
  { operator: "===", words: "is exactly", also: ["==="] },
  { operator: ">", words: "is more than", also: ["is greater than", "is over", "is above", "exceeds", ">"] },
  { operator: ">=", words: "is at least", also: [">="] },
  { operator: "<", words: "is less than", also: ["is under", "is below", "<"] },
  { operator: "<=", words: "is at most", also: ["<="] },
  { operator: "in", words: "is one of", also: ["is in"] },
  { operator: "!=", words: "is not", also: ["is different from", "!="] },
  { operator: "==", words: "is", also: ["equals", "is equal to", "==", "="] },
  { operator: "in", words: "contains", reversed: true },
];

/** Words that go on with a comparison behind "is", so that they cannot be the text that something is compared with. */
export const COMPARING_WORDS: ReadonlySet<string> = new Set(
  COMPARISONS.flatMap(({ words, also = [] }) => [words, ...also])
    .concat("is strictly", "is between")
    .flatMap((words) => words.split(" ").slice(1, 2)),
);

/** Comparisons of a value with two bounds. */
export const BETWEEN = [
  { operator: "<", words: "is strictly between" },
  { operator: "<=", words: "is between" },
] as const;

/** Words with which the path of a field cannot begin a condition, because they mean something else there. */
export const RESERVED_PATHS: ReadonlySet<string> = new Set([
  "it",
  "not",
  "field",
  "true",
  "false",
  "null",
  "nobody",
  "on",
]);

/** How deep conditions are nested in words; what is deeper is written as JSON. */
export const DEEPEST_WORDS = 16;

const PATH = /^[\p{L}_$][\p{L}\p{N}_$-]*(?:\.[\p{L}\p{N}_$-]+)*$/u;

/** Whether a path can be written as it is. */
export function isPlainPath(path: string): boolean {
  return PATH.test(path);
}
