import { MOST_VALUE_BYTES } from "../row-text.ts";

const [OLD, KEY, NEW, NULL, UNCHANGED] = Buffer.from("OKNnu");

/**
 * A message of a change in which each value that fits into no event is marked as one that the server does not tell: a value may have up to
 * 1 GB, more than a text of JavaScript can. `cut` has the positions of such columns in the new row.
 */
export function withoutLargeValues(message: Buffer): { readonly bytes: Buffer; readonly cut: readonly number[] } {
  if (message.length <= MOST_VALUE_BYTES) return { bytes: message, cut: [] };
  const parts: Buffer[] = [];
  const cut: number[] = [];
  let copied = 0;
  // The kind of the message is one byte, the number of its table four.
  for (let at = 5; at < message.length;) {
    const row = message[at];
    if (row !== OLD && row !== NEW && row !== KEY) break;
    const columns = message.readInt16BE(at + 1);
    at += 3;
    for (let column = 0; column < columns; column++) {
      const kind = message[at++];
      if (kind === NULL || kind === UNCHANGED) continue;
      const end = at + 4 + message.readInt32BE(at);
      if (end - at > MOST_VALUE_BYTES) {
        parts.push(message.subarray(copied, at - 1), Buffer.of(UNCHANGED!));
        copied = end;
        if (row === NEW) cut.push(column);
      }
      at = end;
    }
  }
  return { bytes: Buffer.concat([...parts, message.subarray(copied)]), cut };
}
