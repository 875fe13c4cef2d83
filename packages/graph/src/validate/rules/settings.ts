import { DurationError, parseDuration } from "../../definition/duration.ts";
import type { Problem } from "../../definition/problem.ts";
import { MAX_TASK_QUEUE_LENGTH } from "../../definition/limits.ts";
import { isObject } from "../../definition/json.ts";
import type { Fields } from "../../definition/parse-fields.ts";
import type { Rule } from "../rule.ts";

/** Checks one setting: null if the value is valid, else the text that follows "has to be", or a whole finding. */
type Check = (value: unknown) => string | null | { readonly message: string; readonly hint: string };

const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value as string) ? null : allowed.map((word) => `"${word}"`).join(" or ");
const isBoolean: Check = (value) => (typeof value === "boolean" ? null : "true or false");
const atLeast =
  (least: number, most: number, whole: boolean): Check =>
  (value) =>
    typeof value === "number" && value >= least && value <= most && (!whole || Number.isInteger(value))
      ? null
      : `a ${whole ? "whole " : ""}number from ${least} to ${most}`;
const texts: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string") ? null : "a list of error codes";
const text: Check = (value) => (typeof value === "string" && value !== "" ? null : "the id of a node");
const join: Check = (value) => {
  if (value === "all" || value === "any") return null;
  const count = isObject(value) ? value["count"] : undefined;
  return typeof count === "number" && Number.isInteger(count) && count >= 1
    ? null
    : '"all", "any" or { "count": 1 or more }';
};
const duration =
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

const taskQueue: Check = (value) =>
  typeof value === "string" && value !== "" && value.length <= MAX_TASK_QUEUE_LENGTH
    ? null
    : `the name of a Temporal task queue, 1 to ${MAX_TASK_QUEUE_LENGTH} characters`;

interface Fieldset {
  readonly [key: string]: Check | Fieldset;
}

const NODE_SETTINGS: Fieldset = {
  join,
  retry: {
    maximumAttempts: atLeast(0, 10_000, true),
    initialInterval: duration(1),
    backoffCoefficient: atLeast(1, 100, false),
    maximumInterval: duration(1),
    nonRetryable: texts,
  },
  timeout: { startToClose: duration(1), scheduleToClose: duration(1), heartbeat: duration(1) },
  onError: oneOf("fail", "continue", "pause"),
  compensate: text,
  durability: oneOf("step", "burst"),
  taskQueue,
  idempotent: isBoolean,
};
const GRAPH_SETTINGS: Fieldset = { durability: oneOf("step", "burst") };

/** Settings must be known and have valid values: durations, numbers, names. */
export const settings: Rule = function* ({ graph, nodes, types, nodePath, suggest }) {
  for (const finding of checkFields(graph.settings ?? {}, GRAPH_SETTINGS, "/settings", suggest)) yield finding;
  for (const [index, node] of nodes.entries()) {
    if (node.settings === undefined) continue;
    const path = `${nodePath(index)}/settings`;
    for (const finding of checkFields(node.settings, NODE_SETTINGS, path, suggest)) yield { ...finding, node: node.id };
    if (node.settings.taskQueue === undefined || types.get(node.type)?.runs !== "machine") continue;
    // A lock, a call or a wait asks Tempograph's own worker. On another task queue nobody would answer, for ever.
    yield {
      code: "INVALID_SETTING",
      severity: "error",
      path: `${path}/taskQueue`,
      node: node.id,
      message: `"${node.id}" is a ${node.type}, which the workflow itself carries out: it cannot have a task queue.`,
      hint: "Remove taskQueue from its settings. Only steps that a worker carries out, such as http_call, can have one.",
    };
  }
};

function* checkFields(
  values: object,
  fields: Fieldset,
  path: string,
  suggest: (wrong: string, names: Iterable<string>) => string,
): Generator<Problem> {
  for (const [key, value] of Object.entries(values as Fields)) {
    const place = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (value === undefined) continue;
    const check = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (check === undefined) {
      yield {
        code: "UNKNOWN_FIELD",
        severity: "warning",
        path: place,
        message: `There is no setting "${key}" here: it is ignored.`,
        hint: `${suggest(key, Object.keys(fields))}There are ${Object.keys(fields).join(", ")}.`,
      };
      continue;
    }
    if (typeof check === "object") {
      if (isObject(value)) yield* checkFields(value, check, place, suggest);
      else yield invalid(key, place, `an object with ${Object.keys(check).join(", ")}`);
      continue;
    }
    const wrong = check(value);
    if (wrong !== null) yield invalid(key, place, wrong);
  }
}

function invalid(key: string, path: string, wrong: Exclude<ReturnType<Check>, null>): Problem {
  const code = "INVALID_SETTING";
  if (typeof wrong === "object") return { code, severity: "error", path, ...wrong };
  return {
    code,
    severity: "error",
    path,
    message: `${key} has to be ${wrong}.`,
    hint: "Correct the value, or remove it to get the default.",
  };
}
