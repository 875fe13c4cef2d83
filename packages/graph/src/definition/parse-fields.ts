import { isObject } from "./json.ts";
import { pointer } from "./json-pointer.ts";
import type { Problem } from "./problem.ts";

/** An object from outside, whose fields are not checked yet. */
export type Fields = { readonly [key: string]: unknown };

/** Reports a problem. Its severity is `error` unless the problem sets another one. */
export type Report = (problem: Omit<Problem, "severity"> & { readonly severity?: Problem["severity"] }) => void;

export interface FieldRule {
  readonly required?: boolean;
  readonly nullable?: boolean;
  /** Characters of a string; at least 1 unless said. */
  readonly least?: number;
  readonly most?: number;
}

/** Reports what is wrong with one field of `owner`; true when it can be used (or is rightly absent). */
export function field(
  owner: Fields,
  key: string,
  type: "string" | "object",
  path: string,
  report: Report,
  rule: FieldRule = {},
): boolean {
  const value = Object.hasOwn(owner, key) ? owner[key] : undefined;
  const place = path + pointer(key);
  if (value === undefined || (value === null && rule.nullable === true)) {
    if (rule.required !== true) return true;
    report({ code: "MISSING_FIELD", path: place, message: `${key} is missing.`, hint: `Add "${key}" here.` });
    return false;
  }
  if (type === "object" ? !isObject(value) : typeof value !== "string") {
    const is =
      value === null
        ? "null"
        : Array.isArray(value)
          ? "an array"
          : typeof value === "object"
            ? "an object"
            : `a ${typeof value}`;
    report({
      code: "INVALID_FIELD",
      path: place,
      message: `${key} has to be ${type === "object" ? "an object" : "a string"}, but is ${is}.`,
      hint:
        type === "string" && typeof value === "number"
          ? `Write it in quotes: "${value}".`
          : `Write ${type === "object" ? "{ … }" : "a text in quotes"}.`,
    });
    return false;
  }
  if (typeof value !== "string") return true;
  const { least = 1, most = Number.POSITIVE_INFINITY } = rule;
  if (value.length >= least && value.length <= most) return true;
  report({
    code: "INVALID_FIELD",
    path: place,
    message: `${key} has ${value.length} characters; ${least} to ${most} are allowed.`,
    hint: value.length === 0 ? `Give ${key} a text.` : "Shorten it.",
  });
  return false;
}
