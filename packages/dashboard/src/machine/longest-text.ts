/** The most characters of a text in the language of sentences that are read. Longer texts are no workflows that anybody has written. */
export const LONGEST_TEXT = 1_000_000;
