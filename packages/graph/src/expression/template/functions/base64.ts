const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Our own implementation, because the workflow sandbox has no `Buffer` and not every version has `btoa`. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  let index = 0;
  for (; index + 2 < bytes.length; index += 3) {
    const group = ((bytes[index] as number) << 16) | ((bytes[index + 1] as number) << 8) | (bytes[index + 2] as number);
    text += letter(group >> 18) + letter(group >> 12) + letter(group >> 6) + letter(group);
  }
  const left = bytes.length - index;
  if (left === 0) return text;
  const group = ((bytes[index] as number) << 16) | ((bytes[index + 1] ?? 0) << 8);
  return `${text}${letter(group >> 18)}${letter(group >> 12)}${left === 2 ? letter(group >> 6) : "="}=`;
}

function letter(bits: number): string {
  return LETTERS[bits & 63] as string;
}

/** By the letter's code; those of both alphabets. */
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value++) VALUES[LETTERS.charCodeAt(value)] = value;
VALUES["-".charCodeAt(0)] = 62;
VALUES["_".charCodeAt(0)] = 63;

/** Decodes base64 in either alphabet, with or without padding; undefined if the text is not base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  const body = text.replaceAll(/\s/g, "").replace(/={1,2}$/, "");
  if (body.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let group = 0;
  for (let index = 0; index < body.length; index++) {
    const value = VALUES[body.charCodeAt(index)] ?? -1;
    if (value < 0) return undefined;
    group = ((group << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (group >> bits) & 0xff;
  }
  return bytes;
}
