import { DurationError, parseDuration } from "../definition/duration.ts";
import { isObject } from "../definition/json.ts";
import { MAX_TASK_QUEUE_LENGTH } from "../definition/limits.ts";

/** Checks one setting: null if the value is valid, else the text that follows "has to be", or a whole finding. */
export type Check = (value: unknown) => string | null | { readonly message: string; readonly hint: string };

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value as string) ? null : allowed.map((word) => `"${word}"`).join(" or ");
export const isBoolean: Check = (value) => (typeof value === "boolean" ? null : "true or false");
export const atLeast =
  (least: number, most: number, whole: boolean): Check =>
  (value) =>
    typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value))
      ? null
      : `a ${whole ? "whole " : ""}number from ${least} to ${most}`;
export const texts: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string") ? null : "a list of error codes";
export const text: Check = (value) => (typeof value === "string" && value !== "" ? null : "the id of a node");
export const join: Check = (value) => {
  if (value === "all" || value === "any") return null;
  const count = isObject(value) ? value["count"] : undefined;
  return typeof count === "number" && Number.isInteger(count) && count >= 1
    ? null
    : '"all", "any" or { "count": 1 or more }';
};
export const duration =
  (least: number): Check =>
  (value) => {
    try {
      if (typeof value !== "number" && typeof value !== "string") return 'a duration, such as 1500, "2h" or "PT2H"';
      return parseDuration(value) >= least ? null : `a duration of at least ${least} ms`;
    } catch (error) {
      if (error instanceof DurationError) return { message: `${error.message}.`, hint: `${error.hint}.` };
      throw error;
    }
  };

export const taskQueue: Check = (value) =>
  typeof value === "string" && value !== "" && value.length <= MAX_TASK_QUEUE_LENGTH
    ? null
    : `the name of a Temporal task queue, 1 to ${MAX_TASK_QUEUE_LENGTH} characters`;

/** What the fields of an object have to be. */
export interface Fieldset {
  readonly [key: string]: Check | Fieldset;
}
