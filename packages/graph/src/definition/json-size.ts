import type { Json } from "./json.ts";

/**
 * Bytes of the value's compact JSON text in UTF-8, not counting escapes. Stops counting once `limit` is passed, so a huge
 * value costs no more than a large one. Uses no recursion, so that a deep value cannot overflow the stack.
 *
 *     jsonSize({ a: "é" }, 100) // 10
 */
export function jsonSize(value: Json, limit: number): number {
  let size = 0;
  const open: Json[] = [value];
  while (open.length > 0 && size <= limit) {
    const next = open.pop() as Json;
    if (typeof next === "string") size += 2 + utf8Size(next);
    else if (typeof next === "number") size += numberSize(next);
    // A hole in an array is null in JSON.
    else if (next === null || next === undefined || next === true) size += 4;
    else if (next === false) size += 5;
    else if (Array.isArray(next)) {
      size += next.length === 0 ? 2 : next.length + 1;
      if (size > limit) return size;
      for (let index = next.length - 1; index >= 0; index--) open.push(next[index] as Json);
    } else {
      const keys = Object.keys(next);
      size += keys.length === 0 ? 2 : 2 * keys.length + 1;
      for (const key of keys) {
        size += 2 + utf8Size(key);
        if (size > limit) return size;
        open.push((next as Record<string, Json>)[key] as Json);
      }
    }
  }
  return size;
}

function numberSize(value: number): number {
  return Number.isInteger(value) && value >= 0 && value < 10 ? 1 : String(value).length;
}

/** Bytes of a text in UTF-8; a lone surrogate counts as the three bytes of its replacement. */
export function utf8Size(text: string): number {
  let size = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    // A surrogate pair is four bytes: two code units, and one more for each.
    size += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return size;
}
