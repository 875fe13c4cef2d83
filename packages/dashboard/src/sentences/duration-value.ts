import { DurationError, parseDuration, type Json } from "@tempograph/graph";

/** `2 hours` as milliseconds, as the text reads it; `2h` and templates as they are. Undefined if it is no duration. */
export function durationValue(typed: string): Json | undefined {
  const text = typed.trim();
  if (text.includes("{{")) return text;
  if (/^\d+$/.test(text)) return undefined;
  try {
    const ms = parseDuration(text);
    return /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w))+$/.test(text) ? text : ms;
  } catch (error) {
    if (error instanceof DurationError) return undefined;
    throw error;
  }
}
