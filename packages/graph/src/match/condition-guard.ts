import { isObject, type Json } from "../definition/json.ts";
import type { Trigger } from "../definition/trigger.ts";
import { compileCondition, type CompiledCondition } from "../expression/compile-condition.ts";
import { formulaOf } from "../expression/condition/text-condition.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import { RESERVED_ROOTS } from "../expression/expression-scope.ts";
import { factRootsOf } from "./data-parts.ts";
import { staticPathOf, type CelNode } from "../expression/template/cel-node.ts";
import { parseCel } from "../expression/template/compile-cel.ts";

export type Scalar = string | number | boolean;

/**
 * The first comparison of a condition, or else its first part. If it is false, the condition is false, and nothing before it could have
 * failed: so an index may leave out the trigger without evaluating its condition.
 */
export type Guard = ((GuardedPath | GuardedRule) & Comparison) | GuardedCondition;

type Comparison =
  | { readonly is: "equal"; readonly to: readonly Scalar[]; readonly loose: boolean }
  | { readonly is: "above" | "below"; readonly limit: number; readonly inclusive: boolean };

/** What is read of an event, once for all triggers that compare it. */
export type Guarded = GuardedPath | GuardedRule | Pick<GuardedCondition, "reads" | "text" | "compiled">;

export interface GuardedPath {
  /**
   * `logic`: read as by JSONLogic's `var`, where a missing value is null. `formula`: a path of CEL from its root, where a missing value,
   * or one of another type, is an error.
   */
  readonly reads: "logic" | "formula";
  readonly path: readonly string[];
}

/** A value that JSONLogic computes from the event. */
export interface GuardedRule {
  readonly reads: "rule";
  readonly text: string;
  readonly compiled: CompiledCondition;
}

/** A condition, or the first part of one, that compares nothing with a constant: the triggers that have it in common. */
export interface GuardedCondition {
  readonly reads: "condition";
  readonly is: "true";
  readonly text: string;
  readonly compiled: CompiledCondition;
}

/** Of these the value is the same for every workflow. */
const COMMON_ROOTS: ReadonlySet<string> = new Set(["event", "payload"]);
const OTHER_ROOTS: ReadonlySet<string> = new Set(RESERVED_ROOTS.filter((root) => !COMMON_ROOTS.has(root)));
/** Fields that do not change what a condition reads. `when` asks for more than the condition, never for less. */
const PLAIN_FIELDS: ReadonlySet<string> = new Set(["kind", "id", "eventType", "source", "config", "condition", "when"]);

/** Undefined if the trigger has to be asked for every event of its type, also if its condition does not compile. */
export function guardOf(trigger: Trigger): Guard | undefined {
  const { condition } = trigger;
  const facts: readonly string[] = factRootsOf(trigger);
  if (condition === undefined || !Object.keys(trigger).every((field) => PLAIN_FIELDS.has(field))) return undefined;
  try {
    if (typeof condition === "string") {
      const formula = formulaOf(condition);
      if (formula === undefined) return undefined;
      return guardOfFormula(parseCel(formula, facts)) ?? guardedCondition(condition, facts);
    }
    const guard = guardOfRule(condition, facts);
    if (guard !== undefined && "path" in guard && facts.includes(guard.path[0]!)) return undefined;
    if (guard !== undefined) compileCondition(condition, { facts });
    return guard;
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

function guardOfRule(rule: Json | undefined, facts: readonly string[]): Guard | undefined {
  if (!isObject(rule)) return undefined;
  const [operator, ...more] = Object.keys(rule);
  if (operator === undefined || more.length > 0) return undefined;
  const given = rule[operator] as Json;
  const args = Array.isArray(given) ? (given as readonly Json[]) : [given];
  // `and` asks its arguments in order and ends at the first that is false.
  if (operator === "and") return guardOfRule(args[0], facts);
  const [left, right] = args as [Json, Json];
  const read = (part: Json): GuardedPath | GuardedRule | undefined =>
    args.length === 2 ? (pathOf(part) ?? guardedRule(part, facts)) : undefined;
  if (operator === "in") {
    const value = Array.isArray(right) && right.every(isScalar) ? read(left) : undefined;
    if (value !== undefined) return { ...value, is: "equal", to: right as Scalar[], loose: false };
  }
  return comparison(operator, read(left), read(right), left, right) ?? guardedCondition(rule, facts);
}

/** A rule that computes a value; undefined if it is a constant, or has another value for each workflow. */
function guardedRule(rule: Json, facts: readonly string[]): GuardedRule | undefined {
  const compiled = isObject(rule) ? compiledCommon(rule, facts) : undefined;
  return compiled && { reads: "rule", text: JSON.stringify(rule), compiled };
}

function guardedCondition(condition: Json, facts: readonly string[]): GuardedCondition | undefined {
  const compiled = compiledCommon(condition, facts);
  return compiled && { reads: "condition", is: "true", text: JSON.stringify(condition), compiled };
}

function compiledCommon(condition: Json, facts: readonly string[]): CompiledCondition | undefined {
  const compiled = compileCondition(condition, { facts });
  return compiled.references.every(({ root }) => COMMON_ROOTS.has(root)) ? compiled : undefined;
}

function guardOfFormula(node: CelNode): Guard | undefined {
  if (!Array.isArray(node.args) || node.args.length !== 2) return undefined;
  const [left, right] = node.args as [CelNode, CelNode];
  // An error after a `false` does not count.
  if (node.op === "&&") return guardOfFormula(left);
  return comparison(node.op, formulaPath(left), formulaPath(right), constantOf(left), constantOf(right));
}

/** `80 < x` is `x > 80`. */
const MIRRORED: Readonly<Record<string, string>> = {
  ...{ "==": "==", "===": "===", "<": ">", "<=": ">=", ">": "<", ">=": "<=" },
};

function comparison(
  operator: string,
  leftValue: GuardedPath | GuardedRule | undefined,
  rightValue: GuardedPath | GuardedRule | undefined,
  left: Json | undefined,
  right: Json | undefined,
): Guard | undefined {
  const value = leftValue ?? rightValue;
  const constant = leftValue === undefined ? left : right;
  const own = leftValue === undefined ? MIRRORED[operator] : operator;
  if (value === undefined || constant === undefined) return undefined;
  switch (own) {
    case "==":
    case "===":
      return isScalar(constant) ? { ...value, is: "equal", to: [constant], loose: own === "==" } : undefined;
    case ">":
    case ">=":
    case "<":
    case "<=":
      return typeof constant === "number"
        ? { ...value, is: own.startsWith(">") ? "above" : "below", limit: constant, inclusive: own.endsWith("=") }
        : undefined;
    default:
      return undefined;
  }
}

/** The path that `{ "var": "a.b" }` reads, if it is the same value for every workflow and has no default. */
function pathOf(part: Json): GuardedPath | undefined {
  if (!isObject(part) || Object.keys(part).length !== 1) return undefined;
  const { var: given } = part;
  const text = Array.isArray(given) && given.length === 1 ? (given[0] as Json) : given;
  if (typeof text !== "string" || text === "") return undefined;
  const path = text.split(".");
  return OTHER_ROOTS.has(path[0] as string) ? undefined : { reads: "logic", path };
}

function formulaPath(node: CelNode): GuardedPath | undefined {
  const found = staticPathOf(node);
  if (found === undefined || found.optional || !COMMON_ROOTS.has(found.root)) return undefined;
  const segments = found.segments.filter((segment) => typeof segment === "string");
  return segments.length === found.segments.length ? { reads: "formula", path: [found.root, ...segments] } : undefined;
}

function constantOf({ op, args }: CelNode): Scalar | undefined {
  if (op !== "value") return undefined;
  const value = typeof args === "bigint" ? Number(args) : args;
  if (typeof value === "number" && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) return undefined;
  return isScalar(value as Json) ? (value as Scalar) : undefined;
}

export const isScalar = (value: Json): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";
