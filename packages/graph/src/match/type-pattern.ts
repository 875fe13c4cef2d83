import { MAX_EVENT_TYPE_LENGTH } from "../definition/limits.ts";

/**
 * A parsed pattern of event types. The text `order.created` fits only this type, `order.*` fits every type that begins
 * with `order.`, and `*` or an absent pattern fits every type. Triggers, `wait_for_event` and the list of events all
 * parse their patterns here; indexes and SQL conditions are derived from the parsed pattern.
 */
export type TypePattern =
  | { readonly kind: "any" }
  | { readonly kind: "exact"; readonly type: string }
  /** `prefix` ends with a dot. */
  | { readonly kind: "prefix"; readonly prefix: string };

/** Parses a pattern. Every text has a meaning here; `isTypePattern` decides whether a person may write the text. */
export function parseTypePattern(text: string | null | undefined): TypePattern {
  if (text === undefined || text === null || text === "*") return { kind: "any" };
  return text.endsWith(".*") ? { kind: "prefix", prefix: text.slice(0, -1) } : { kind: "exact", type: text };
}

export function fitsType(pattern: TypePattern, eventType: string): boolean {
  switch (pattern.kind) {
    case "any":
      return true;
    case "exact":
      return pattern.type === eventType;
    case "prefix":
      return eventType.startsWith(pattern.prefix);
  }
}

/** The text under which an index keeps a pattern: `order.created`, `order.*` or `*`. Equal patterns have the same key. */
export function patternKey(pattern: TypePattern): string {
  switch (pattern.kind) {
    case "any":
      return "*";
    case "exact":
      return pattern.type;
    case "prefix":
      return `${pattern.prefix}*`;
  }
}

/**
 * The keys of all patterns that an event of this type fits: `order.paid.eu` gives `order.paid.eu`, `order.paid.*`,
 * `order.*` and `*`. An index therefore needs only one look-up for each of these keys to find everything that concerns
 * an event, however many patterns it holds.
 */
export function patternKeysOf(eventType: string): readonly string[] {
  const keys = new Set([eventType]);
  for (let dot = eventType.lastIndexOf("."); dot !== -1; dot = dot === 0 ? -1 : eventType.lastIndexOf(".", dot - 1))
    keys.add(`${eventType.slice(0, dot + 1)}*`);
  return [...keys.add("*")];
}

/**
 * Whether a person may write the text as a pattern. A star must stand alone or at the end after a dot: `or*` would look
 * like a pattern, but match only a type with this exact name.
 */
export function isTypePattern(text: string): boolean {
  if (text === "*") return true;
  return text.length <= MAX_EVENT_TYPE_LENGTH && /^[^*\s]+$/.test(text.endsWith(".*") ? text.slice(0, -2) : text);
}

/** The error message and hint for a text that is not a pattern. */
export function typePatternProblem(text: string): { readonly message: string; readonly hint: string } {
  return {
    message: `"${text.slice(0, 80)}" is not a pattern of event types.`,
    hint: 'Write a complete type ("order.created"), a prefix that ends with a dot and a star ("order.*"), or "*".',
  };
}
