const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", 0: "\0" };

/** The text that stands between quotes in code: `\n` is a line break, `\u00e4` is ä. */
export function unescaped(raw: string): string {
  return raw.replaceAll(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[^]))/g,
    (_all, long?: string, four?: string, two?: string, other = "") => {
      const code = long ?? four ?? two;
      if (code !== undefined) return fromCode(Number.parseInt(code, 16));
      if (/^[\r\n\u2028\u2029]/.test(other)) return "";
      return Object.hasOwn(ESCAPES, other) ? (ESCAPES[other] as string) : other;
    },
  );
}

function fromCode(code: number): string {
  return code > 0x10ffff ? "\ufffd" : code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
}
