import type { Json } from "../../../definition/json.ts";
import { spendReading } from "./arguments.ts";
import type { Call } from "./template-function.ts";

/** A text that is the same for two JSON values exactly if they are equal. The order of keys does not matter. */
export function keyOf(call: Call, value: Json): string {
  const key = textOf(value);
  spendReading(call, key.length);
  return key;
}

function textOf(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => textOf(item)).join(",")}]`;
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${textOf((value as Record<string, Json>)[key] as Json)}`).join(",")}}`;
}
