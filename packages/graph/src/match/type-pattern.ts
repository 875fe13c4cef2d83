import { MAX_EVENT_TYPE_LENGTH } from "../definition/limits.ts";

/**
 * Which event types fit: `order.created` only itself, `order.*` every type that begins with `order.`, `*` or nothing
 * every type. Triggers, `wait_for_event` and the list of events read their patterns here; indexes and SQL conditions are
 * derived from the parsed pattern.
 */
export type TypePattern =
  | { readonly kind: "any" }
  | { readonly kind: "exact"; readonly type: string }
  /** `prefix` ends with a dot. */
  | { readonly kind: "prefix"; readonly prefix: string };

/** Reads a pattern. Every text has a meaning; `isTypePattern` says whether it is one that people may write. */
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

/** The one text of a pattern, under which an index keeps it: `order.created`, `order.*` or `*`. */
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
 * The keys of all patterns that an event of this type fits: `order.paid.eu` gives itself, `order.paid.*`, `order.*` and
 * `*`. So one look-up for each dot in the type finds everything that concerns an event, however much there is for others.
 */
export function patternKeysOf(eventType: string): readonly string[] {
  const keys = new Set([eventType]);
  for (let dot = eventType.lastIndexOf("."); dot !== -1; dot = dot === 0 ? -1 : eventType.lastIndexOf(".", dot - 1))
    keys.add(`${eventType.slice(0, dot + 1)}*`);
  return [...keys.add("*")];
}

/** A star stands alone, or at the end behind a dot; anywhere else it would look like a pattern and match nothing. */
export function isTypePattern(text: string): boolean {
  if (text === "*") return true;
  return text.length <= MAX_EVENT_TYPE_LENGTH && /^[^*\s]+$/.test(text.endsWith(".*") ? text.slice(0, -2) : text);
}

/** Why a text is no pattern, for people. */
export function typePatternProblem(text: string): { readonly message: string; readonly hint: string } {
  return {
    message: `"${text.slice(0, 80)}" is no pattern of event types.`,
    hint: 'Write a whole type ("order.created"), the beginning of one with a dot and a star ("order.*"), or "*".',
  };
}
