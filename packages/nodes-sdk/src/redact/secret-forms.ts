import { unescapedView, wholeText } from "./unescaped-view.ts";

/** A shorter value is not looked for: it would be found in every second text by chance. */
export const SHORTEST_SECRET = 4;
/** A line of a longer value, such as a key in PEM, is looked for by itself if it has this many characters. */
const SHORTEST_LINE = 16;
/** Names of headers and of hosts are lower case, whatever a service wrote. A shorter value would be a word too often. */
const SHORTEST_LOWER_CASE = 8;

/**
 * The texts by which a secret value is recognised, in a text or in what remains of it once its escapes are decoded. Percent escapes, escapes
 * of JSON and references of HTML therefore need no forms of their own, except where the escaped value was encoded as base64 or hex.
 */
export function secretForms(value: string): string[] {
  const secret = value.trim();
  if (secret.length < SHORTEST_SECRET) return [];
  const encoded = [secret, ...escapedForms(secret)].flatMap((text) => {
    const bytes = Buffer.from(text);
    const hex = bytes.toString("hex");
    return [...base64Forms(bytes), hex, hex.toUpperCase()];
  });
  const lowerCase = secret.length < SHORTEST_LOWER_CASE ? [] : [secret.toLowerCase()];
  const forms = [secret, ...lowerCase, ...encoded, ...longLines(secret)];
  // Decoding the escapes of a text also decodes what only looks like one: the secret `100%25`, or `+` in base64.
  return [...new Set(forms.flatMap((form) => [form, ...unescapedForms(form)]))].filter(
    (form) => form.length >= SHORTEST_SECRET,
  );
}

function escapedForms(secret: string): string[] {
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  return [JSON.stringify(secret).slice(1, -1), form, form.replaceAll("+", "%20")];
}

/** What base64 of a text with these bytes in it always contains, whatever stands before and after them. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    // The first and the last character may also hold bits of the neighbours.
    const form = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function longLines(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith("-----"));
}

function unescapedForms(form: string): string[] {
  const once = unescapedView(wholeText(form));
  const twice = once && unescapedView(once);
  return [once, twice].flatMap((view) => (view === undefined ? [] : [view.text]));
}
