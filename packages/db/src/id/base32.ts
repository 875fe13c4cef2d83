const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Crockford's base32 in lower case, most significant bit first: sorts as the bytes do. 16 bytes give 26 characters. */
export function base32(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / 5);
  let bits = 0;
  // Padding goes in front, so that text of equal length sorts like the number.
  let count = length * 5 - bytes.length * 8;
  let text = "";
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    while (count >= 5) {
      count -= 5;
      text += alphabet[(bits >>> count) & 31];
    }
    bits &= (1 << count) - 1;
  }
  return text;
}
