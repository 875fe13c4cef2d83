import { DURATION_FORMAT, DurationError, parseDuration } from "../definition/duration.ts";
import { isObject, type JsonObject, type JsonSchema } from "../definition/json.ts";
import { MAX_TASK_QUEUE_LENGTH } from "../definition/limits.ts";

/** Checks one setting: null if the value is valid, else the text that follows "has to be", or a whole finding. */
export interface Check {
  (value: unknown): string | null | { readonly message: string; readonly hint: string };
  /** What forms show for it. */
  readonly schema: JsonSchema;
}

export function check(schema: JsonSchema, find: (value: unknown) => ReturnType<Check>): Check {
  return Object.assign((value: unknown) => find(value), { schema });
}

export const oneOf = (...allowed: readonly string[]): Check =>
  check({ enum: allowed }, (value) =>
    allowed.includes(value as string) ? null : allowed.map((word) => `"${word}"`).join(" or "),
  );
export const isBoolean: Check = check({ type: "boolean" }, (value) =>
  typeof value === "boolean" ? null : "true or false",
);
export const atLeast = (least: number, most: number, whole: boolean): Check =>
  check({ type: whole ? "integer" : "number", minimum: least, maximum: most }, (value) =>
    typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value))
      ? null
      : `a ${whole ? "whole " : ""}number from ${least} to ${most}`,
  );
export const texts: Check = check({ type: "array", items: { type: "string" } }, (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string") ? null : "a list of error codes",
);
export const text: Check = check({ type: "string" }, (value) =>
  typeof value === "string" && value !== "" ? null : "the id of a node",
);
const COUNT_SCHEMA = { type: "object", properties: { count: { type: "integer", minimum: 1 } }, required: ["count"] };
export const join: Check = check({ anyOf: [{ enum: ["all", "any"] }, COUNT_SCHEMA] }, (value) => {
  if (value === "all" || value === "any") return null;
  const count = isObject(value) ? value["count"] : undefined;
  return typeof count === "number" && Number.isInteger(count) && count >= 1
    ? null
    : '"all", "any" or { "count": 1 or more }';
});
export const duration = (least: number): Check =>
  check({ type: ["string", "number"], format: DURATION_FORMAT }, (value) => {
    try {
      if (typeof value !== "number" && typeof value !== "string") return 'a duration, such as 1500, "2h" or "PT2H"';
      return parseDuration(value) >= least ? null : `a duration of at least ${least} ms`;
    } catch (error) {
      if (error instanceof DurationError) return { message: `${error.message}.`, hint: `${error.hint}.` };
      throw error;
    }
  });

export const taskQueue: Check = check({ type: "string", maxLength: MAX_TASK_QUEUE_LENGTH }, (value) =>
  typeof value === "string" && value !== "" && value.length <= MAX_TASK_QUEUE_LENGTH
    ? null
    : `the name of a Temporal task queue, 1 to ${MAX_TASK_QUEUE_LENGTH} characters`,
);

/** The same check with the words that forms show beside the setting. */
export function about(description: string, one: Check): Check {
  return check({ ...(one.schema as JsonObject), description }, one);
}

/** What the fields of an object have to be. */
export interface Fieldset {
  readonly [key: string]: Check | Fieldset;
}

/** The fields as a JSON Schema, for forms. */
export function schemaOfFields(fields: Fieldset): JsonObject {
  const properties = Object.entries(fields).map(([name, field]) => [
    name,
    typeof field === "function" ? field.schema : schemaOfFields(field),
  ]);
  return { type: "object", properties: Object.fromEntries(properties) as JsonObject, additionalProperties: false };
}
