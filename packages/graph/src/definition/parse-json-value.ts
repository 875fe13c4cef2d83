import { MAX_BYTES, MAX_DEPTH } from "./limits.ts";
import { textProblemOf, type TextProblemCode } from "./parse-text-problem.ts";
import type { Problem } from "./problem.ts";
import { walkJson, type Place, type Step } from "./walk-json.ts";

/** Findings of one kind are reported a few times, not ten thousand times. */
const MAX_FINDINGS = 20;

/**
 * Checks that a value is JSON that can be stored: limited depth and size, no `\u0000`, no lone surrogate, and only types
 * that JSON has (no NaN, functions or dates). An undefined property counts as absent, as in `JSON.stringify`. Works without
 * recursion, so any depth is accepted. Never throws. Paths are JSON Pointers into `value`.
 */
export function checkJsonValue(
  value: unknown,
  limits: { readonly maxDepth?: number; readonly maxBytes?: number } = {},
): Problem[] {
  const { maxDepth = MAX_DEPTH, maxBytes = MAX_BYTES } = limits;
  const problems: Problem[] = [];
  let bytes = 0;
  let tooDeep = false;

  const count = (more: number, place: Place): boolean => {
    bytes += more;
    if (bytes <= maxBytes) return true;
    problems.push(tooLarge(place.path(), maxBytes));
    return false;
  };
  const text = (item: string, place: Place): boolean => {
    const code = textProblemOf(item);
    if (code !== null && problems.length < MAX_FINDINGS) problems.push(textProblem(code, place.path()));
    return count(textBytes(item), place);
  };
  const visit = (item: unknown, place: Place): Step => {
    if (typeof item === "string") return text(item, place) ? "into" : "stop";
    if (typeof item === "object" && item !== null) {
      if (!isJsonContainer(item)) {
        problems.push(notJson(place.path(), "an object of a class"));
        return problems.length < MAX_FINDINGS ? "over" : "stop";
      }
      const size = Array.isArray(item) ? item.length : Object.keys(item).length;
      // Brackets, and a comma between entries.
      if (!count(1 + Math.max(size, 1), place)) return "stop";
      if (place.depth < maxDepth) return "into";
      if (!tooDeep) problems.push(depthProblem(place.path(), maxDepth));
      tooDeep = true;
      return "over";
    }
    if (item === undefined ? isArrayItem(place) : !isJsonScalar(item)) {
      problems.push(notJson(place.path(), typeof item === "number" ? String(item) : typeof item));
      return problems.length < MAX_FINDINGS ? "over" : "stop";
    }
    return count(item === undefined ? 0 : String(item).length, place) ? "over" : "stop";
  };
  const isArrayItem = (place: Place) => place.depth === 0 || /\/\d+$/.test(place.path());
  walkJson(value, visit, (name, place) => (text(name, place) && count(1, place) ? "into" : "stop"));
  return problems;
}

function isJsonContainer(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm: its prototype is that realm's Object.prototype, whose own prototype is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isJsonScalar(value: unknown): boolean {
  return value === null || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}

/** Bytes of a string in compact JSON, quotes included. */
function textBytes(text: string): number {
  let bytes = 2;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 0x22 || unit === 0x5c) bytes += 2;
    else if (unit < 0x20) bytes += (unit >= 0x08 && unit <= 0x0a) || unit === 0x0c || unit === 0x0d ? 2 : 6;
    else if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    // A surrogate pair is four bytes, two for each half.
    else if (unit >= 0xd800 && unit <= 0xdfff) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}

function tooLarge(path: string, maxBytes: number): Problem {
  return {
    code: "INPUT_TOO_LARGE",
    severity: "error",
    path,
    message: `The JSON is larger than ${maxBytes} bytes; the limit was passed here.`,
    hint: "Send less: keep large values elsewhere and pass a link or a key to them.",
  };
}

function depthProblem(path: string, maxDepth: number): Problem {
  return {
    code: "INPUT_TOO_DEEP",
    severity: "error",
    path,
    message: `The JSON is nested deeper than ${maxDepth} levels.`,
    hint: "Flatten the value at this place.",
  };
}

function notJson(path: string, what: string): Problem {
  return {
    code: "NOT_JSON",
    severity: "error",
    path,
    message: `This is not a JSON value: ${what}.`,
    hint: "Use null, true, false, a finite number, a string, an array or a plain object.",
  };
}

function textProblem(code: TextProblemCode, path: string): Problem {
  if (code === "NUL_CHARACTER") {
    return {
      code: "NUL_CHARACTER",
      severity: "error",
      path,
      message: "The text (or the key) at this place holds the character \\u0000, which Postgres cannot store.",
      hint: "Remove the character; for binary data send Base64.",
    };
  }
  return {
    code: "LONE_SURROGATE",
    severity: "error",
    path,
    message:
      "The text (or the key) at this place holds half of a UTF-16 surrogate pair (\\uD800–\\uDFFF), which is not a character.",
    hint: "Send the whole character, or remove the half; it often comes from cutting a text in the middle of an emoji.",
  };
}
