/** Null for a text that is no URL: what `URL.parse` does, which Node.js 20 lacks. */
export function parseUrl(text: string, base?: URL): URL | null {
  return URL.canParse(text, base?.href) ? new URL(text, base) : null;
}
