import type { Json } from "../../definition/json.ts";

/** A rendered value where a text is meant. Whatever it is, it never throws: `{ toString: 1 }` comes from a payload, too. */
export function textOf(value: Json | undefined): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
