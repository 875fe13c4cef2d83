import { isObject, type Json } from "../../definition/json.ts";
import { isList } from "../condition/frame.ts";
import { cut, type SplitCondition, type SplitOperand } from "./condition-part.ts";

const COMPOSED: Readonly<Record<string, SplitCondition["kind"]>> = { and: "all", or: "any", "!": "not" };
const COMPARISONS: ReadonlySet<string> = new Set(["==", "===", "!=", "!==", ">", ">=", "<", "<=", "in"]);

/** Takes a JSONLogic rule apart: `and`, `or` and `!` into their parts, a comparison into its operands. */
export function splitLogic(rule: Json): SplitCondition {
  const { name, args } = operatorOf(rule);
  const kind = name === undefined ? undefined : COMPOSED[name];
  const split = { text: textOf(rule), condition: rule, operator: null };
  if (kind !== undefined) return { ...split, kind, parts: args.map(splitLogic), operands: [] };
  if (name === undefined || !COMPARISONS.has(name))
    return { ...split, kind: "test", parts: [], operands: readsOf(rule) };
  return { ...split, kind: "test", parts: [], operator: name, operands: args.map(operand) };
}

function operatorOf(rule: Json): { readonly name?: string; readonly args: readonly Json[] } {
  if (!isObject(rule)) return { args: [] };
  const [name, ...others] = Object.keys(rule);
  if (name === undefined || others.length > 0) return { args: [] };
  const given = rule[name] as Json;
  return { name, args: isList(given) ? given : [given] };
}

function operand(rule: Json): SplitOperand {
  return { text: textOf(rule), condition: rule, isConstant: isConstant(rule) };
}

function isConstant(rule: Json): boolean {
  return isList(rule) ? rule.every(isConstant) : !isObject(rule);
}

/** What an operator that is no comparison was given: `{ "var": "vip" }` itself, or the arguments that read something. */
function readsOf(rule: Json): readonly SplitOperand[] {
  const { name, args } = operatorOf(rule);
  if (name === undefined) return [];
  return name === "var" || name === "missing" || name === "missing_some"
    ? [operand(rule)]
    : args.filter((arg) => operatorOf(arg).name === "var").map(operand);
}

/** As people write it: `lead.score > 80`. */
function textOf(rule: Json): string {
  const { name, args } = operatorOf(rule);
  if (name === "var" && !isObject(args[0]) && !isList(args[0] ?? null)) return cut(String(args[0] ?? ""));
  if (name === "and" || name === "or") return cut(args.map((arg) => inner(arg)).join(` ${name} `));
  if (name === "!") return cut(`not ${inner(args[0] ?? null)}`);
  if (name !== undefined && COMPARISONS.has(name)) return cut(args.map((arg) => textOf(arg)).join(` ${name} `));
  return cut(JSON.stringify(rule));
}

function inner(rule: Json): string {
  const { name } = operatorOf(rule);
  return name === "and" || name === "or" ? `(${textOf(rule)})` : textOf(rule);
}
