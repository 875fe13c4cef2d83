import type { Key, KeyRing } from "@tempograph/runtime";
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";

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

type Keys = Pick<KeyRing, "current" | "all">;

const TAG_BYTES = 16;
const BLOCK_BYTES = 32;

/**
 * A cursor is opaque: clients return it unchanged, so that a list may change the key that it holds. It is encrypted, because many keys
 * are numbers that all projects share, which would tell how much the others do (I13). The master keys make it hold over restarts and in each
 * API process. The same key gives the same cursor. Its length says nothing: the text is filled up to whole blocks.
 */
export function encodeCursor({ current }: Keys, key: string): string {
  const length = Buffer.byteLength(key);
  const text = Buffer.concat([Buffer.from(key), Buffer.alloc((BLOCK_BYTES - (length % BLOCK_BYTES)) % BLOCK_BYTES)]);
  const { encryption, tagOf } = cursorKeys(current);
  const tag = tagOf(text);
  return Buffer.concat([tag, createCipheriv("aes-256-ctr", encryption, tag).update(text)]).toString("base64url");
}

/** The key inside a cursor; undefined if the text is not a cursor of such a list. */
export function decodeCursor({ all }: Keys, cursor: string, shape: CursorShape): string | undefined {
  const bytes = Buffer.from(cursor, "base64url");
  if (bytes.length <= TAG_BYTES || bytes.toString("base64url") !== cursor) return undefined;
  const tag = bytes.subarray(0, TAG_BYTES);
  for (const one of all) {
    const { encryption, tagOf } = cursorKeys(one);
    const text = createDecipheriv("aes-256-ctr", encryption, tag).update(bytes.subarray(TAG_BYTES));
    if (!tagOf(text).equals(tag)) continue;
    const key = text.toString("utf8").replace(/\0+$/, "");
    return shapes[shape].test(key) ? key : undefined;
  }
  return undefined;
}

interface CursorKeys {
  readonly encryption: Buffer;
  /** What proves that a text was encrypted here. It is the start value of the encryption, too, so equal texts give equal cursors. */
  readonly tagOf: (text: Buffer) => Buffer;
}

const made = new WeakMap<Key, CursorKeys>();

function cursorKeys(key: Key): CursorKeys {
  const known = made.get(key);
  if (known !== undefined) return known;
  const derived = Buffer.from(hkdfSync("sha256", key.secret, "", "tempograph cursors", 64));
  const [encryption, authentication] = [derived.subarray(0, 32), derived.subarray(32)];
  const tagOf = (text: Buffer) => createHmac("sha256", authentication).update(text).digest().subarray(0, TAG_BYTES);
  const keys = { encryption, tagOf };
  made.set(key, keys);
  return keys;
}
