/** A text with its escapes decoded, and which characters of the original each of its characters came from. */
export interface View {
  readonly text: string;
  /** The stretch of the original from which the characters `start` to `end` of `text` came. */
  origin(start: number, end: number): readonly [start: number, end: number];
}

/**
 * Everything longer than one character that writers put in the place of a character: a percent escape with the bytes of one code point,
 * escapes of JSON and JavaScript, and character references of HTML. Line breaks are left out, because base64 is often broken into lines, and so
 * are characters that nobody sees, because the text shows the value without them: UTF-16 that was read as UTF-8 has one after each character.
 */
const ESCAPES =
  /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}|\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|["'`\\/bfnrtv0])|&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});|[\r\n\0\u00AD\u200B-\u200F\u2060-\u2064\uFEFF\uFFFD]+/gi;

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00A0" };
const CONTROL: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  0: "\0",
};

export function wholeText(text: string): View {
  return { text, origin: (start, end) => [start, end] };
}

/** The view with one layer of escapes decoded: `%2522` becomes `%22`. Undefined where there is none. Linear in the text. */
export function unescapedView(source: View): View | undefined {
  const parts: string[] = [];
  // Of each escape: where its characters begin and end in the new text, and where the escape itself does in the source.
  const begins: number[] = [];
  const ends: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let copied = 0;
  let length = 0;
  for (const match of source.text.matchAll(ESCAPES)) {
    const [escape] = match;
    const character = decoded(escape);
    if (character === undefined) continue;
    parts.push(spaced(source.text.slice(copied, match.index)), character);
    length += match.index - copied;
    copied = match.index + escape.length;
    begins.push(length);
    length += character.length;
    ends.push(length);
    from.push(match.index);
    to.push(copied);
  }
  if (parts.length === 0)
    return source.text.includes("+") ? { text: spaced(source.text), origin: source.origin } : undefined;
  parts.push(spaced(source.text.slice(copied)));

  /** Where the character at `index` begins and ends in the source. */
  const place = (index: number): readonly [number, number] => {
    const escape = lastAtMost(begins, index);
    if (escape === -1) return [index, index + 1];
    if (index < ends[escape]!) return [from[escape]!, to[escape]!];
    const start = to[escape]! + index - ends[escape]!;
    return [start, start + 1];
  };
  return {
    text: parts.join(""),
    origin: (start, end) => source.origin(place(start)[0], place(end - 1)[1]),
  };
}

/** Forms write `+` for a space. It is no entry of `ESCAPES`, because each of those costs memory and `+` changes no places. */
function spaced(text: string): string {
  return text.replace(/\++/g, (run) => " ".repeat(run.length));
}

function decoded(escape: string): string | undefined {
  switch (escape[0]) {
    case "%":
      try {
        return decodeURIComponent(escape);
      } catch {
        return undefined;
      }
    case "\\":
      return escape.length > 2
        ? String.fromCharCode(Number.parseInt(escape.slice(2), 16))
        : (CONTROL[escape[1]!.toLowerCase()] ?? escape[1]!);
    case "&":
      return reference(escape.slice(1, -1).toLowerCase());
    default:
      return "";
  }
}

function reference(name: string): string | undefined {
  if (!name.startsWith("#")) return NAMED[name];
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}

/** The index of the last of the ascending numbers that is not greater than `limit`, or -1. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
