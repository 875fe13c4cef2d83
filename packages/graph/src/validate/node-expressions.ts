import type { GraphNode } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { walkJson } from "../definition/walk-json.ts";
import { compileCondition } from "../expression/compile-condition.ts";
import { compileTemplate } from "../expression/compile-template.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { Reference } from "../expression/reference.ts";

/** One condition, or all templates of a node that compile together: what they read, or why one does not compile. */
export interface FoundExpression {
  readonly kind: "condition" | "template";
  /** JSON Pointer of the condition, or of the text that holds the template. */
  readonly path: string;
  readonly references: readonly Reference[];
  readonly error?: ExpressionError;
}

/** Every expression in a node's data, compiled the way the machine will compile it. */
export function expressionsOf(node: GraphNode, path: string, type: NodeTypeManifest | undefined): FoundExpression[] {
  const data = `${path}/data`;
  if (type?.portsFrom === "cases") return caseConditions(node.data, data);
  // The machine reads nothing of a start's data, and of a transform either its logic or its texts.
  if (node.type === "start") return [];
  const { logic, output } = node.data;
  if (node.type === "transform" && logic !== undefined && output === undefined)
    return [condition(logic, `${data}/logic`)];
  return templates(node.data, data);
}

/** A JSONLogic rule, compiled. */
export function condition(rule: Json, path: string): FoundExpression {
  return attempt("condition", path, () => compileCondition(rule, { at: path }).references);
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

function templates(data: JsonObject, path: string): FoundExpression[] {
  const whole = attempt("template", path, () => compileTemplate(data, { at: path }).references);
  if (whole.error === undefined) return whole.references.length === 0 ? [] : [whole];
  // One is broken: each by itself, so that every broken one is told, with its place.
  const found: FoundExpression[] = [];
  walkJson(data, (value, place) => {
    if (typeof value === "string" && value.includes("{{")) {
      const at = path + place.path();
      found.push(attempt("template", at, () => compileTemplate(value, { at }).references));
    }
    return "into";
  });
  // What no single text explains (the data as a whole is too large) is told of the whole.
  return found.some((one) => one.error !== undefined) ? found : [whole];
}

function attempt(kind: FoundExpression["kind"], path: string, compile: () => readonly Reference[]): FoundExpression {
  try {
    return { kind, path, references: compile() };
  } catch (error) {
    if (error instanceof ExpressionError) return { kind, path, references: [], error };
    throw error;
  }
}
