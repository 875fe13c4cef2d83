declare const jsonText: unique symbol;

/** JSON as text, on its way into a jsonb column. Made by `jsonb` alone. */
export type JsonText = string & { readonly [jsonText]: true };

/**
 * A value for a jsonb column: `insertInto("events").values({ data: jsonb(data) })`.
 *
 * The driver sends a bare array as a Postgres array and a bare string as broken JSON, so the tables' types accept
 * nothing but this. `undefined` at the top is stored as JSON null.
 */
export function jsonb(value: unknown): JsonText {
  return (JSON.stringify(value) ?? "null") as JsonText;
}
