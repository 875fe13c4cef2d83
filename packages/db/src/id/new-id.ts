import { randomFillSync } from "node:crypto";
import { base32 } from "./base32.ts";

let lastMs = 0;
let counter = 0;

/**
 * A new id as in the TypeID convention: `newId("evt")` → `evt_01h455vb4pex5vsknk084sn02q`, a UUIDv7 in base32.
 * Sorts by time of creation (within one process strictly), is URL-safe, and 30 characters long for a 3-letter prefix.
 */
export function newId(prefix: string): string {
  return `${prefix}_${base32(uuidv7())}`;
}

function uuidv7(): Uint8Array {
  const bytes = randomFillSync(new Uint8Array(16));
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    counter = ((bytes[6]! << 8) | bytes[7]!) & 0x7ff;
  } else if (++counter > 0xfff) {
    // RFC 9562, 6.2: a counter that overflows, or a clock that stepped back, borrows from the future.
    lastMs++;
    counter = 0;
  }
  let ms = lastMs;
  for (let index = 5; index >= 0; index--) {
    bytes[index] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = 0x70 | (counter >>> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return bytes;
}
