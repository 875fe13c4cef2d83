import type { GraphNode } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { View } from "../definition/construct-descriptor.ts";
import { walkJson } from "../definition/walk-json.ts";
import { compileCondition } from "../expression/compile-condition.ts";
import { compileTemplate } from "../expression/compile-template.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { Reference } from "../expression/reference.ts";
import { fieldsOf, isRendered } from "./node-fields.ts";

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
export function expressionsOf(node: GraphNode, path: string): FoundExpression[] {
  const at = `${path}/data`;
  const found: FoundExpression[] = [];
  const rendered = new Map<View, [name: string, value: Json][]>();
  for (const field of fieldsOf(node)) {
    const { name, value, kind, view = "around" } = field;
    if (isRendered(field) || kind === "eventCondition")
      rendered.set(view, [...(rendered.get(view) ?? []), [name, value]]);
    if (kind === "condition" || kind === "logic") found.push(condition(value, `${at}/${name}`, view));
    else if (kind === "eventCondition" && value !== null) found.push(eventCondition(value, `${at}/${name}`));
    else if (kind === "cases") found.push(...caseConditions(value, `${at}/${name}`));
  }
  for (const [view, fields] of rendered) found.push(...templates(Object.fromEntries(fields), at, view));
  return found;
}

/** Reads the event that it waits for, so what it refers to is no matter of this graph. */
function eventCondition(rule: Json, path: string): FoundExpression {
  return { ...condition(rule, path), references: [], isRendered: true };
}

/** A JSONLogic rule, compiled. */
export function condition(rule: Json, path: string, view: View = "around"): FoundExpression {
  return attempt("condition", path, view, () => compileCondition(rule, { at: path }).references);
}

function caseConditions(cases: Json, path: string): FoundExpression[] {
  if (!Array.isArray(cases)) return [];
  return (cases as readonly Json[]).flatMap((item, index) => {
    if (typeof item !== "object" || item === null) return [];
    const rule = (item as JsonObject)["condition"];
    // The machine does not look at the condition of an else case.
    if (rule === undefined || (item as JsonObject)["else"] === true) return [];
    return [condition(rule, `${path}/${index}/condition`)];
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
