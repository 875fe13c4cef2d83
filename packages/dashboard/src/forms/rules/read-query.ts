import { isObject, type Json } from "@tempograph/graph";
import { JSON_FIELD, type QueryGroup, type QueryRule } from "./query.ts";
import { isScalar } from "./scalar.ts";
import { writeNode } from "./write-query.ts";

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", ">", ">=", "<", "<=", "===", "!=="]);
/** Groups inside each other that people can still read; what is deeper is shown as JSON. */
const MOST_LEVELS = 16;

/**
 * A JSONLogic rule as rows and groups. What the builder cannot show becomes a row of JSON, so that `fromQuery` gives back exactly the same rule, whatever
 * it is.
 */
export function toQuery(rule: Json | undefined): QueryGroup {
  if (rule === undefined) return { combinator: "and", rules: [] };
  const node = readNode(rule, 0);
  return "rules" in node ? { ...node, whole: true } : { combinator: "and", rules: [node] };
}

function readNode(rule: Json, level: number): QueryRule | QueryGroup {
  const node = level < MOST_LEVELS ? (readGroup(rule, level) ?? readRule(rule)) : undefined;
  // A rule may be written in more than one way. It is shown in parts only if the parts give the same text again.
  const isSame = node !== undefined && JSON.stringify(writeNode(node)) === JSON.stringify(rule);
  return isSame ? node : { field: JSON_FIELD, operator: "json", value: rule };
}

function readGroup(rule: Json, level: number): QueryGroup | undefined {
  const inside = negatedIn(rule);
  if (inside !== undefined) {
    const group = readGroup(inside.rule, level);
    return group === undefined || group.not === true ? undefined : { ...group, not: true, ...inside.bare };
  }
  const [combinator, list] = operatorOf(rule);
  if ((combinator !== "and" && combinator !== "or") || !Array.isArray(list)) return undefined;
  return { combinator, rules: (list as readonly Json[]).map((one) => readNode(one, level + 1)) };
}

function readRule(rule: Json): QueryRule | undefined {
  const inside = negatedIn(rule);
  if (inside !== undefined) {
    const row = readRule(inside.rule);
    const operator = OPPOSITES.get(row?.operator ?? "");
    return row === undefined || operator === undefined ? undefined : { ...row, operator, ...inside.bare };
  }
  const field = fieldIn(rule);
  if (field !== undefined) return { field, operator: "isTrue", value: null };
  const [operator = "", given] = operatorOf(rule);
  if (!Array.isArray(given)) return undefined;
  const [left, right, third] = given as readonly Json[];
  const of = fieldIn(left);
  const to = fieldIn(right);
  if (operator === "<=" && to !== undefined && isScalar(left) && isScalar(third) && given.length === 3)
    return { field: to, operator: "between", value: [left, third] };
  if (given.length !== 2) return undefined;
  if (operator === "in") {
    if (of !== undefined && Array.isArray(right) && right.every(isScalar)) return { field: of, operator, value: right };
    if (of !== undefined && to !== undefined) return { field: of, operator, value: to, valueSource: "field" };
    return to !== undefined && isScalar(left) ? { field: to, operator: "contains", value: left } : undefined;
  }
  if (of === undefined || !COMPARISONS.has(operator)) return undefined;
  if (to !== undefined) return { field: of, operator, value: to, valueSource: "field" };
  if (right === null && (operator === "==" || operator === "!="))
    return { field: of, operator: operator === "==" ? "missing" : "exists", value: null };
  return isScalar(right) ? { field: of, operator, value: right } : undefined;
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ["in", "notIn"],
  ["contains", "doesNotContain"],
  ["isTrue", "isFalse"],
]);

/** The rule behind `!`, and whether it stands there without a list. */
function negatedIn(rule: Json): { readonly rule: Json; readonly bare: { readonly bare?: true } } | undefined {
  const [operator, given] = operatorOf(rule);
  if (operator !== "!" || given === undefined) return undefined;
  if (!Array.isArray(given)) return { rule: given, bare: { bare: true } };
  return given.length === 1 ? { rule: given[0] as Json, bare: {} } : undefined;
}

/** The path that `{ "var": "lead.score" }` reads. */
function fieldIn(rule: Json | undefined): string | undefined {
  const [operator, path] = rule === undefined ? [] : operatorOf(rule);
  return operator === "var" && typeof path === "string" && path !== "" && path !== JSON_FIELD ? path : undefined;
}

function operatorOf(rule: Json): [name?: string, given?: Json] {
  const entries = isObject(rule) ? Object.entries(rule) : [];
  return entries.length === 1 ? (entries[0] as [string, Json]) : [];
}
