import type { RuleGroupType, RuleType } from "react-querybuilder";

/** A row of the rule builder. */
export interface QueryRule extends RuleType {
  /** The argument of `!` is no list. */
  readonly bare?: true;
}

/** A group of the rule builder. */
export interface QueryGroup extends RuleGroupType<QueryRule> {
  /** JSONLogic has an `and` or an `or` here, even around a single rule. */
  readonly whole?: true;
  readonly bare?: true;
}

/** The field of a row that the builder cannot show in parts. Its value is the rule as it is. */
export const JSON_FIELD = "$json";

/** An operator of the builder: how people say it, and what kind of value it has. */
export interface QueryOperator {
  readonly name: string;
  readonly label: string;
  readonly takes: "value" | "list" | "range" | "nothing";
}

export const QUERY_OPERATORS: readonly QueryOperator[] = [
  { name: "==", label: "is", takes: "value" },
  { name: "!=", label: "is not", takes: "value" },
  { name: ">", label: "is more than", takes: "value" },
  { name: ">=", label: "is at least", takes: "value" },
  { name: "<", label: "is less than", takes: "value" },
  { name: "<=", label: "is at most", takes: "value" },
  { name: "between", label: "is between", takes: "range" },
  { name: "in", label: "is one of", takes: "list" },
  { name: "notIn", label: "is none of", takes: "list" },
  { name: "contains", label: "contains", takes: "value" },
  { name: "doesNotContain", label: "does not contain", takes: "value" },
  { name: "exists", label: "is there", takes: "nothing" },
  { name: "missing", label: "is missing", takes: "nothing" },
  { name: "isTrue", label: "is true", takes: "nothing" },
  { name: "isFalse", label: "is not true", takes: "nothing" },
  { name: "===", label: "is exactly", takes: "value" },
  { name: "!==", label: "is not exactly", takes: "value" },
];

export function takesOf(operator: string): QueryOperator["takes"] {
  return QUERY_OPERATORS.find(({ name }) => name === operator)?.takes ?? "value";
}
