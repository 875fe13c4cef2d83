import type { Json } from "@tempograph/graph";
import { JSON_FIELD, takesOf, type QueryGroup, type QueryRule } from "./query.ts";

/** What the rule builder shows, as JSONLogic; undefined if it has no rule. */
export function fromQuery(query: QueryGroup): Json | undefined {
  const [only, ...more] = query.rules;
  if (only !== undefined && more.length === 0 && query.whole !== true && query.not !== true) return writeNode(only);
  return writeGroup(query);
}

/** One row or group; undefined for a group without a rule. */
export function writeNode(node: QueryRule | QueryGroup): Json | undefined {
  return "rules" in node ? writeGroup(node) : writeRule(node);
}

function writeGroup({ combinator, rules, not, bare }: QueryGroup): Json | undefined {
  const written = rules.flatMap((rule) => writeNode(rule) ?? []);
  if (written.length === 0) return undefined;
  const group: Json = { [combinator]: written };
  return not === true ? negated(group, bare) : group;
}

function writeRule({ field, operator, value: given, valueSource, bare }: QueryRule): Json {
  if (field === JSON_FIELD) return given as Json;
  const read: Json = { var: field };
  const value = fitting(given as Json, operator, valueSource);
  const other: Json = valueSource === "field" ? { var: value } : value;
  switch (operator) {
    case "between": {
      const [from = null, to = null] = Array.isArray(value) ? (value as readonly Json[]) : [];
      return { "<=": [from, read, to] };
    }
    case "in":
      return { in: [read, other] };
    case "notIn":
      return negated({ in: [read, other] }, bare);
    case "contains":
      return { in: [other, read] };
    case "doesNotContain":
      return negated({ in: [other, read] }, bare);
    case "exists":
      return { "!=": [read, null] };
    case "missing":
      return { "==": [read, null] };
    case "isTrue":
      return read;
    case "isFalse":
      return negated(read, bare);
    default:
      return { [operator]: [read, other] };
  }
}

/** A row whose operator has been changed still has the value of the operator before. */
function fitting(value: Json, operator: string, source: QueryRule["valueSource"]): Json {
  const isList = Array.isArray(value);
  const takesList = takesOf(operator) === "list" && source !== "field";
  if (takesList && !isList) return value === "" || value === null ? [] : [value];
  return isList && takesOf(operator) === "value" ? (value[0] ?? "") : value;
}

function negated(rule: Json, bare: true | undefined): Json {
  return { "!": bare === true ? rule : [rule] };
}
