import { group, type Doc } from "./doc.ts";

/** A JSON value as TypeScript that evaluates to it. */
export function literal(value: unknown): Doc {
  if (Array.isArray(value)) return group("[", value.map(literal), "]");
  if (typeof value === "object" && value !== null)
    return record(Object.entries(value).map(([key, item]) => [key, literal(item)]));
  return Object.is(value, -0) ? "-0" : JSON.stringify(value);
}

/** An object literal of fields whose values are code already. */
export function record(fields: readonly (readonly [key: string, value: Doc])[]): Doc {
  return group(
    "{",
    fields.map(([key, value]): Doc => [`${propertyName(key)}: `, value]),
    "}",
  );
}

/** `__proto__: …` would set the prototype instead of a field. */
function propertyName(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
