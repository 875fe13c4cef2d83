import { type Json, limits } from "@tempograph/graph";
import { permanent } from "../error/node-error.ts";

/** With the flag u, `\p{Surrogate}` is a surrogate that is not half of a pair. */
const UNSTORABLE = /[\p{Surrogate}\u0000]/u;
const ALL_UNSTORABLE = new RegExp(UNSTORABLE, "gu");

/**
 * What a node returned, as JSON: `undefined` becomes null (in objects it is left out), NaN and infinities become null, -0 becomes 0,
 * dates become ISO 8601, big integers become numbers where those hold them and text where not, `toJSON` is honoured.
 *
 * @throws NodeError OUTPUT_NOT_JSON, or OUTPUT_NOT_TEXT for text that Postgres cannot hold (`\u0000`, lone surrogates);
 *   both permanent and with the place
 */
export function normaliseOutput(output: unknown, name = "output"): Json {
  return normalise(output, name, new Set());
}

function normalise(value: unknown, path: string, parents: Set<object>): Json {
  switch (typeof value) {
    case "undefined":
      return null;
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value + 0 : null;
    case "bigint":
      return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
    case "string":
      return text(value, path);
    case "object":
      return value === null ? null : normaliseObject(value, path, parents);
    default:
      throw notJson(path, `holds a ${typeof value}`);
  }
}

function normaliseObject(value: object, path: string, parents: Set<object>): Json {
  if (parents.has(value)) throw notJson(path, "contains itself");
  if (parents.size >= limits.MAX_DEPTH) throw notJson(path, `is deeper than ${limits.MAX_DEPTH} levels`);
  parents.add(value);
  try {
    if ("toJSON" in value && typeof value.toJSON === "function") return normalise(value.toJSON(), path, parents);
    if (Array.isArray(value)) return value.map((each, index) => normalise(each, `${path}[${index}]`, parents));
    if (value instanceof Map || value instanceof Set || value instanceof Promise || ArrayBuffer.isView(value)) {
      throw notJson(path, `is a ${value.constructor.name}`);
    }
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== undefined && typeof each !== "function")
        .map(([name, each]) => [text(name, path), normalise(each, `${path}.${name}`, parents)]),
    );
  } finally {
    parents.delete(value);
  }
}

function text(value: string, path: string): string {
  if (!UNSTORABLE.test(value)) return value;
  throw permanent(
    "OUTPUT_NOT_TEXT",
    `${printable(path)} holds text that cannot be stored: \\u0000 or half of a surrogate pair.`,
    {
      hint: "Return bytes as base64, or clean the text with storableText(text).",
      details: { path: printable(path) },
    },
  );
}

/** The text with `\u0000` and lone surrogates, which Postgres cannot hold, replaced by U+FFFD. */
export function storableText(value: string): string {
  return value.replaceAll(ALL_UNSTORABLE, "\uFFFD");
}

function printable(path: string): string {
  return storableText(path).slice(0, 200);
}

function notJson(path: string, why: string) {
  return permanent("OUTPUT_NOT_JSON", `${printable(path)} ${why}, which JSON cannot hold.`, {
    hint: "Return plain objects, lists, texts, numbers, booleans and null.",
    details: { path: printable(path) },
  });
}
