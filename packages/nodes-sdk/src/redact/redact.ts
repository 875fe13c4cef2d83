import { isSecretName, type Json } from "@tempograph/graph";
import { REDACTED } from "./redacted.ts";
import type { SecretScrubber } from "./secret-scrubber.ts";

const SECRET_ASSIGNMENT =
  /((?:password|passwd|secret|token|api[-_]?key)["']?\s{0,4}[=:]\s{0,4}["']?)(?!\[redacted\])[^\s"'&,;]+/gi;

/** The URL without user name, password and the values of secret query parameters. */
export function redactUrl(url: string | URL): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return REDACTED;
  }
  parsed.username = "";
  parsed.password = "";
  for (const name of [...parsed.searchParams.keys()]) if (isSecretName(name)) parsed.searchParams.set(name, REDACTED);
  return parsed.toString().replaceAll(encodeURIComponent(REDACTED), REDACTED);
}

/** Longer texts are cut to this length before the values of a scrubber are looked for in them, because that runs on the worker's one thread. */
const LONGEST_LOOKED_AT = 64 * 1024;

/**
 * Text without what looks like a secret: credentials in URLs, Bearer and Basic tokens, `password=…`. Values that the scrubber knows are
 * taken out first, because a pattern could cut one in two, and the rest of it would not be recognised.
 */
export function redactText(text: string, scrubber?: Pick<SecretScrubber, "text">): string {
  return (scrubber === undefined ? text : scrubber.text(text.slice(0, LONGEST_LOOKED_AT)))
    .replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>`]+/gi, (url) => (/[@?]/.test(url) ? redactUrl(url) : url))
    .replace(/\b(Bearer)\s{1,4}[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`)
    .replace(/\b(Basic)\s{1,4}(?=[\w.~+/=-]*[\d=A-Z])[\w.~+/=-]{6,}/g, `$1 ${REDACTED}`)
    .replace(SECRET_ASSIGNMENT, `$1${REDACTED}`);
}

/** A copy as JSON with the values of secret names redacted, and texts by `redactText`. Deeper than 8 levels becomes "…". */
export function redactFields(
  fields: Readonly<Record<string, unknown>>,
  scrubber?: Pick<SecretScrubber, "text" | "json">,
): Record<string, Json> {
  const redacted = redactObject(fields, (text) => redactText(text, scrubber), 0);
  return scrubber === undefined ? redacted : (scrubber.json(redacted) as Record<string, Json>);
}

type Clean = (text: string) => string;

function redactObject(object: object, clean: Clean, depth: number): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      isSecretName(name) ? REDACTED : redactValue(value, clean, depth + 1),
    ]),
  );
}

function redactValue(value: unknown, clean: Clean, depth: number): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return clean(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "boolean") return value;
  if (typeof value !== "object") return clean(String(value));
  if (depth > 8) return "…";
  if (value instanceof Error) return { name: value.name, message: clean(value.message) };
  if (value instanceof URL) return redactUrl(clean(value.href));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((each) => redactValue(each, clean, depth + 1));
  return redactObject(value, clean, depth);
}
