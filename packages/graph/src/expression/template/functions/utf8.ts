/** Decodes UTF-8, undefined for invalid bytes. Our own implementation, because the workflow sandbox may have no TextDecoder. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  let text = "";
  for (let index = 0; index < bytes.length;) {
    const first = bytes[index++] as number;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      continue;
    }
    const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || index + more > bytes.length) return undefined;
    let point = first & (0x3f >> more);
    for (let count = 0; count < more; count++) {
      const next = bytes[index++] as number;
      if ((next & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (next & 0x3f);
    }
    // Refuses overlong encodings, surrogates, and code points above U+10FFFF.
    const least = more === 1 ? 0x80 : more === 2 ? 0x800 : 0x10000;
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    text += String.fromCodePoint(point);
  }
  return text;
}
