import type { GraphNode } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { walkJson } from "../definition/walk-json.ts";
import { compileCondition } from "../expression/compile-condition.ts";
import { compileTemplate } from "../expression/compile-template.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { Reference } from "../expression/reference.ts";

/**
 * Where an expression is evaluated: `around` with what the node itself sees; `within` at the end of an item, with what
 * stands in the container; `rounds` before each round of a loop, with what the rounds so far gave.
 */
export type View = "around" | "within" | "rounds";

/** One condition, or all templates of a node that compile together: what they read, or why one does not compile. */
export interface FoundExpression {
  readonly kind: "condition" | "template";
  /** JSON Pointer of the condition, or of the text that holds the template. */
  readonly path: string;
  readonly view: View;
  readonly references: readonly Reference[];
  /** Texts in the condition may hold templates. */
  readonly isRendered?: boolean;
  readonly error?: ExpressionError;
}

/** Every expression in a node's data, compiled the way the machine will compile it. */
export function expressionsOf(node: GraphNode, path: string, type: NodeTypeManifest | undefined): FoundExpression[] {
  const at = `${path}/data`;
  const { data } = node;
  switch (node.type) {
    // The machine reads nothing of a start's data.
    case "start":
      return [];
    // Of a transform either its logic or its texts.
    case "transform":
      if (data["logic"] === undefined || data["output"] !== undefined) break;
      return [condition(data["logic"], `${at}/logic`)];
    case "switch":
      return templates(only(data, "value"), at);
    case "for_each":
      return [...templates(without(data, "result"), at), ...templates(only(data, "result"), at, "within")];
    case "while":
      return [
        ...templates(only(data, "maxRounds"), at),
        ...(data["condition"] === undefined ? [] : [condition(data["condition"], `${at}/condition`, "rounds")]),
      ];
    case "race":
    case "try":
    case "parallel":
      return [];
    case "wait_for_event":
      return [...templates(data, at), ...matchOf(data, at)];
  }
  return type?.portsFrom === "cases" ? caseConditions(data, at) : templates(data, at);
}

/** Fields of a node's data that are not templates: the machine takes them as they are, or as JSONLogic. */
const NOT_RENDERED: ReadonlyMap<string, string> = new Map([
  ["branch", "cases"],
  ["switch", "cases"],
  ["transform", "logic"],
  ["while", "condition"],
  ["wait_for_event", "match"],
]);

/** What of a node's data is rendered before it is used. */
export function renderedData({ type, data }: GraphNode): JsonObject {
  return type === "start" ? {} : without(data, NOT_RENDERED.get(type) ?? "");
}

/** Reads the event that it waits for, so what it refers to is no matter of this graph. */
function matchOf(data: JsonObject, at: string): FoundExpression[] {
  const rule = data["match"];
  if (rule === undefined || rule === null) return [];
  return [{ ...condition(rule, `${at}/match`), references: [], isRendered: true }];
}

function only(data: JsonObject, key: string): JsonObject {
  return data[key] === undefined ? {} : { [key]: data[key] };
}

function without(data: JsonObject, key: string): JsonObject {
  if (data[key] === undefined) return data;
  const { [key]: _, ...rest } = data;
  return rest;
}

/** A JSONLogic rule, compiled. */
export function condition(rule: Json, path: string, view: View = "around"): FoundExpression {
  return attempt("condition", path, view, () => compileCondition(rule, { at: path }).references);
}

function caseConditions(data: JsonObject, path: string): FoundExpression[] {
  const cases = data["cases"];
  if (!Array.isArray(cases)) return [];
  return (cases as readonly Json[]).flatMap((item, index) => {
    if (typeof item !== "object" || item === null) return [];
    const rule = (item as JsonObject)["condition"];
    // The machine does not look at the condition of an else case.
    if (rule === undefined || (item as JsonObject)["else"] === true) return [];
    return [condition(rule, `${path}/cases/${index}/condition`)];
  });
}

function templates(data: JsonObject, path: string, view: View = "around"): FoundExpression[] {
  const whole = attempt("template", path, view, () => compileTemplate(data, { at: path }).references);
  if (whole.error === undefined) return whole.references.length === 0 ? [] : [whole];
  // One is broken: each by itself, so that every broken one is told, with its place.
  const found: FoundExpression[] = [];
  walkJson(data, (value, place) => {
    if (typeof value === "string" && value.includes("{{")) {
      const at = path + place.path();
      found.push(attempt("template", at, view, () => compileTemplate(value, { at }).references));
    }
    return "into";
  });
  // What no single text explains (the data as a whole is too large) is told of the whole.
  return found.some((one) => one.error !== undefined) ? found : [whole];
}

function attempt(
  kind: FoundExpression["kind"],
  path: string,
  view: View,
  compile: () => readonly Reference[],
): FoundExpression {
  try {
    return { kind, path, view, references: compile() };
  } catch (error) {
    if (error instanceof ExpressionError) return { kind, path, view, references: [], error };
    throw error;
  }
}
