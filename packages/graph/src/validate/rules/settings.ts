import type { Problem } from "../../definition/problem.ts";
import { isObject, type Json } from "../../definition/json.ts";
import { pointer } from "../../definition/json-pointer.ts";
import type { Fields } from "../../definition/parse-fields.ts";
import { moveValue, removeValue } from "../make-fix.ts";
import { meaning } from "../nearest-name.ts";
import type { Rule } from "../rule.ts";
import type { ValidationContext } from "../validation-context.ts";
import type { Check, Fieldset } from "../setting-check.ts";
import { GRAPH_SETTINGS, NODE_SETTINGS } from "../known-settings.ts";
import { missingStartSettings } from "../start-settings.ts";
import { contradictions, overlapContradictions } from "../start-contradictions.ts";

/** Settings must be known and have valid values: durations, numbers, names. */
export const settings: Rule = function* (context) {
  const { graph, triggers, nodes, types, nodePath } = context;
  for (const finding of checkFields(graph.settings ?? {}, GRAPH_SETTINGS, "/settings", context)) yield finding;
  yield* missingStartSettings(graph.settings?.start);
  yield* contradictions(graph.settings?.start);
  yield* overlapContradictions(graph.settings?.start, triggers);
  for (const [index, node] of nodes.entries()) {
    if (node.settings === undefined) continue;
    const path = `${nodePath(index)}/settings`;
    for (const finding of checkFields(node.settings, NODE_SETTINGS, path, context)) yield { ...finding, node: node.id };
    if (node.settings.taskQueue === undefined || types.get(node.type)?.runs !== "machine") continue;
    // A lock, a call or a wait asks Tempograph's own worker. On another task queue nobody would answer, for ever.
    yield {
      code: "INVALID_SETTING",
      severity: "error",
      path: `${path}/taskQueue`,
      node: node.id,
      message: `"${node.id}" is a ${node.type}, which the workflow itself carries out: it cannot have a task queue.`,
      hint: "Remove taskQueue from its settings. Only steps that a worker carries out, such as http_call, can have one.",
      fix: removeValue(`${path}/taskQueue`, node.settings.taskQueue, "Remove taskQueue"),
    };
  }
};

function* checkFields(values: object, fields: Fieldset, path: string, context: ValidationContext): Generator<Problem> {
  for (const [key, value] of Object.entries(values as Fields)) {
    const place = path + pointer(key);
    if (value === undefined) continue;
    const check = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (check === undefined) {
      const known = Object.keys(fields);
      const similar = context.nearest(key, known);
      const isFree = similar !== undefined && !Object.hasOwn(values, similar);
      yield {
        code: "UNKNOWN_FIELD",
        severity: "warning",
        path: place,
        message: `There is no setting "${key}" here: it is ignored.`,
        hint: `${meaning(similar)}There are ${known.join(", ")}.`,
        ...(isFree && {
          fix: moveValue(place, path + pointer(similar), value as Json, `Write "${similar}" instead of "${key}"`),
        }),
      };
      continue;
    }
    if (typeof check === "object") {
      if (isObject(value)) yield* checkFields(value, check, place, context);
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
