/** The form of the key inside a list's cursors. Checking it keeps forged cursors away from the database. */
export type CursorShape = "number" | "ordinal" | "step" | "approval" | "history" | "id";

const shapes: Record<CursorShape, RegExp> = {
  number: /^\d{1,18}$/,
  ordinal: /^\d{1,9}$/,
  approval: /^\d{1,18}\/[^\0]+$/,
  step: /^\d{1,9}\/[^\0]+$/,
  history: /^[^\0]+\/\d{1,18}$/,
  id: /^[^\0]+$/,
};

/** Cursors are opaque on purpose: clients return them unchanged, so that a list may change the key that they hold. */
export function encodeCursor(key: string): string {
  return Buffer.from(`k:${key}`, "utf8").toString("base64url");
}

/** The key inside a cursor; undefined if the text is not a cursor of such a list. */
export function decodeCursor(cursor: string, shape: CursorShape): string | undefined {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  const key = text.slice(2);
  return text.startsWith("k:") && shapes[shape].test(key) && encodeCursor(key) === cursor ? key : undefined;
}
