import type { GraphNode } from "../definition/graph.ts";
import type { Json, JsonObject } from "../definition/json.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import type { View } from "../definition/construct-descriptor.ts";
import { walkJson } from "../definition/walk-json.ts";
import { compileCondition } from "../expression/compile-condition.ts";
import { checkTextCondition, formulaOf } from "../expression/condition/text-condition.ts";
import { compileTemplate } from "../expression/compile-template.ts";
import { compileCel } from "../expression/template/compile-cel.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { Reference } from "../expression/reference.ts";
import { urlFields } from "../schema/url-fields.ts";
import { fieldsOf, isRendered } from "./node-fields.ts";

/** One condition of a node, or all of its templates, which compile together: the paths that they read, or the error. */
export interface FoundExpression {
  readonly kind: "condition" | "template";
  /** JSON Pointer of the condition, or of the text that holds the template. */
  readonly path: string;
  readonly view: View;
  readonly references: readonly Reference[];
  /** Whether strings inside the condition may hold templates. */
  readonly isRendered?: boolean;
  readonly error?: ExpressionError;
}

/** Every expression in a node's data, compiled the way the machine will compile it. */
export function expressionsOf(node: GraphNode, path: string, type?: NodeTypeManifest): FoundExpression[] {
  const at = `${path}/data`;
  const urls = new Set(type === undefined ? [] : urlFields(node.data, type.input).map((place) => at + place));
  const found: FoundExpression[] = [];
  const rendered = new Map<View, [name: string, value: Json][]>();
  for (const field of fieldsOf(node)) {
    const { name, value, kind, view = "around" } = field;
    // A `match` that is a string is CEL over the event. The whole string is the condition, so it is not rendered first.
    if (isRendered(field) || (kind === "eventCondition" && typeof value !== "string"))
      rendered.set(view, [...(rendered.get(view) ?? []), [name, value]]);
    if (kind === "condition") found.push(condition(value, `${at}/${name}`, view));
    else if (kind === "logic") found.push(logic(value, `${at}/${name}`, view));
    else if (kind === "eventCondition" && value !== null) found.push(matchOf(value, `${at}/${name}`));
    else if (kind === "cases") found.push(...caseConditions(value, `${at}/${name}`));
  }
  for (const [view, fields] of rendered) found.push(...templates(Object.fromEntries(fields), at, view, urls));
  return found;
}

/** The condition reads the event that it waits for, so its references are not checked against this graph. */
function matchOf(rule: Json, path: string): FoundExpression {
  return { ...eventCondition(rule, path), references: [], isRendered: true };
}

/** A condition is a JSONLogic rule, or a string that is exactly one template. */
export function condition(
  rule: Json,
  path: string,
  view: View = "around",
  facts: readonly string[] = [],
): FoundExpression {
  return attempt("condition", path, view, () => {
    if (typeof rule === "string") checkTextCondition(rule, facts);
    return compileCondition(rule, { at: path, facts }).references;
  });
}

/** A condition on an event that has not come yet: it can read the event, the workflow and declared facts, but nothing of the execution. */
export function eventCondition(rule: Json, path: string, facts: readonly string[] = []): FoundExpression {
  const found = condition(rule, path, "around", facts);
  if (typeof rule !== "string" || found.error !== undefined) return found;
  const unseen =
    found.references.find(({ root }) => !EVENT_ROOTS.has(root) && !facts.includes(root))?.root ??
    callOfAStep(rule, facts);
  return unseen === undefined ? found : { ...found, error: unseenRoot(rule, unseen) };
}

/** `now` or `uuid`, which need a running step. */
function callOfAStep(rule: string, facts: readonly string[]): string | undefined {
  const { functions } = compileCel(formulaOf(rule) ?? "", "", { facts });
  return ["now", "uuid"].find((name) => functions.has(name));
}

const EVENT_ROOTS: ReadonlySet<string> = new Set(["event", "payload", "workflow"]);

function unseenRoot(expression: string, root: string): ExpressionError {
  return new ExpressionError({
    code: "EXPRESSION_PATH_MISSING",
    message: `There is no "${root}" here: the condition reads the event that comes`,
    expression,
    path: root,
    hint: 'Read payload, event or workflow; a match compares with values of the execution as JSONLogic: { "==": [{ "var": "orderId" }, "{{ payload.orderId }}"] }',
  });
}

/** A value in JSONLogic. A string here stands for itself, it is not CEL. */
function logic(rule: Json, path: string, view: View): FoundExpression {
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

function templates(data: JsonObject, path: string, view: View, urls: ReadonlySet<string>): FoundExpression[] {
  const whole = attempt("template", path, view, () => compileTemplate(data, { at: path, urls }).references);
  if (whole.error === undefined) return whole.references.length === 0 ? [] : [whole];
  // At least one template does not compile. Compile each by itself, so that every broken one is reported at its place.
  const found: FoundExpression[] = [];
  walkJson(data, (value, place) => {
    if (typeof value === "string" && value.includes("{{")) {
      const at = path + place.path();
      found.push(attempt("template", at, view, () => compileTemplate(value, { at, urls }).references));
    }
    return "into";
  });
  // If each string compiles by itself (the data as a whole is too large), the problem is reported for the whole data.
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
