import type { Json } from "../../definition/json.ts";

/** Converts a rendered value to text. It never throws, whatever a payload contains: `String({ toString: 1 })` would. */
export function textOf(value: Json | undefined): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
