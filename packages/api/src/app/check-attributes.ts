import type { AppError } from "./app-error.ts";
import { checkText } from "./check-text.ts";

const MOST = 32;
const MAX_LENGTH = 1_024;

/** Checks the attributes of a CloudEvent for which an event has no field: how many, their names, and that each has a plain value. */
export function checkAttributes(attributes: unknown): AppError | undefined {
  if (typeof attributes !== "object" || attributes === null || Array.isArray(attributes))
    return refused("", "The attributes have to be an object.", 'Send an object such as { "traceparent": "00-…" }.');
  const entries = Object.entries(attributes);
  if (entries.length > MOST)
    return refused("", `There are ${String(entries.length)} attributes.`, `Send at most ${String(MOST)}.`);
  for (const [name, value] of entries) {
    if (!/^[a-z0-9]{1,40}$/.test(name))
      return refused(
        `/${name.slice(0, 100)}`,
        "This is no name of an attribute of a CloudEvent.",
        "A name has up to 40 lower-case letters and digits. Put other fields into `data`.",
      );
    if (typeof value === "boolean" || (typeof value === "number" && Number.isSafeInteger(value))) continue;
    if (typeof value !== "string")
      return refused(
        `/${name}`,
        "An attribute of a CloudEvent is a text, a whole number or a boolean.",
        "Put lists, objects and other numbers into `data`.",
      );
    const bad = checkText(value, `/attributes/${name}`, { least: 0, most: MAX_LENGTH });
    if (bad) return bad;
  }
  return undefined;
}

function refused(path: string, message: string, hint: string): AppError {
  return { code: "INVALID_INPUT", message, path: `/attributes${path}`, hint };
}
