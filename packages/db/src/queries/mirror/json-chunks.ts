import { storableJson } from "../storable.ts";

/** Characters of JSON in one parameter. A text of JavaScript ends at 512 M, and Postgres holds it more than once. */
const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Rows as JSON arrays, in order: one for usual ones, several where they hold large values. Empty without rows. */
export function jsonChunks(rows: readonly object[], maxCharacters = MAX_CHARACTERS): string[] {
  const chunks: string[] = [];
  let texts: string[] = [];
  let characters = 0;
  for (const row of rows) {
    const text = storableJson(row);
    if (texts.length > 0 && characters + text.length > maxCharacters) {
      chunks.push(`[${texts.join(",")}]`);
      texts = [];
      characters = 0;
    }
    texts.push(text);
    characters += text.length;
  }
  if (texts.length > 0) chunks.push(`[${texts.join(",")}]`);
  return chunks;
}
