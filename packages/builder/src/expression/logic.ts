import type { Json } from "@tempograph/graph";
import { ref } from "./ref.ts";
import type { Ref } from "./ref-type.ts";
import { valueOf, type Condition, type LogicValue } from "./value.ts";

/** What may be compared with a value of type `T`. */
type Against<T> = [T] extends [never] ? unknown : Widened<T> | null | LogicValue<Widened<T> | null | undefined>;
type Widened<T> = Exclude<T, undefined>;
type Ordered = number | string | null | undefined;
type Numeric = number | LogicValue<number | null | undefined>;

const operator = (name: string, args: readonly unknown[], elements?: number) =>
  valueOf({ kind: "logic", operator: name, args, ...(elements !== undefined && { elements }) }) as never;

/** `eq(payload.title, "CEO")` is `{ "==": [{ "var": "title" }, "CEO"] }`. A missing value equals null. */
export function eq<T>(left: LogicValue<T>, right: NoInfer<Against<T>>): LogicValue<boolean> {
  return operator("==", [left, right]);
}

/** `ne(payload.title, "CEO")` is `{ "!=": [{ "var": "title" }, "CEO"] }`. */
export function ne<T>(left: LogicValue<T>, right: NoInfer<Against<T>>): LogicValue<boolean> {
  return operator("!=", [left, right]);
}

/** `gt(payload.score, 80)` is `{ ">": [{ "var": "score" }, 80] }`. */
export function gt<T extends Ordered>(left: LogicValue<T>, right: NoInfer<Against<T>>): LogicValue<boolean> {
  return operator(">", [left, right]);
}

/** `gte(payload.score, 80)` is `{ ">=": [{ "var": "score" }, 80] }`. */
export function gte<T extends Ordered>(left: LogicValue<T>, right: NoInfer<Against<T>>): LogicValue<boolean> {
  return operator(">=", [left, right]);
}

/** `lt(payload.score, 80)` is `{ "<": [{ "var": "score" }, 80] }`. */
export function lt<T extends Ordered>(left: LogicValue<T>, right: NoInfer<Against<T>>): LogicValue<boolean> {
  return operator("<", [left, right]);
}

/** `lte(payload.score, 80)` is `{ "<=": [{ "var": "score" }, 80] }`. */
export function lte<T extends Ordered>(left: LogicValue<T>, right: NoInfer<Against<T>>): LogicValue<boolean> {
  return operator("<=", [left, right]);
}

/** `and(a, b, c)` is `{ "and": [a, b, c] }`. */
export function and(...conditions: readonly Condition[]): LogicValue<boolean> {
  return operator("and", conditions);
}

/** `or(a, b, c)` is `{ "or": [a, b, c] }`. */
export function or(...conditions: readonly Condition[]): LogicValue<boolean> {
  return operator("or", conditions);
}

/** `not(a)` is `{ "!": [a] }`. */
export function not(condition: LogicValue<unknown>): LogicValue<boolean> {
  return operator("!", [condition]);
}

/** Whether something stands there: `exists(payload.email)` is `{ "!=": [{ "var": "email" }, null] }`. */
export function exists(value: LogicValue<unknown>): LogicValue<boolean> {
  return operator("!=", [value, null]);
}

/** `isIn(payload.country, ["DE", "AT"])` is `{ "in": [{ "var": "country" }, ["DE", "AT"]] }`. */
export function isIn<T>(
  value: LogicValue<T>,
  list: readonly NoInfer<Against<T>>[] | LogicValue<readonly Widened<NoInfer<T>>[] | null | undefined>,
): LogicValue<boolean> {
  return operator("in", [value, list]);
}

/** A list that has the value, or a text that has the other: `contains(payload.tags, "vip")` is `{ "in": ["vip", …] }`. */
export function contains<T>(
  whole: LogicValue<readonly T[] | string | null | undefined>,
  part: NoInfer<Against<T>> | string,
): LogicValue<boolean> {
  return operator("in", [part, whole]);
}

/** At least one element: `some(payload.items, (item) => gt(item.price, 100))`. The condition sees that element only. */
export function some<T>(
  list: LogicValue<readonly T[] | null | undefined>,
  condition: (item: Ref<T>) => Condition,
): LogicValue<boolean> {
  return operator("some", [list, condition(ref<T>("element", []))], 1);
}

/** All elements, and there is one. */
export function every<T>(
  list: LogicValue<readonly T[] | null | undefined>,
  condition: (item: Ref<T>) => Condition,
): LogicValue<boolean> {
  return operator("all", [list, condition(ref<T>("element", []))], 1);
}

/** No element. */
export function none<T>(
  list: LogicValue<readonly T[] | null | undefined>,
  condition: (item: Ref<T>) => Condition,
): LogicValue<boolean> {
  return operator("none", [list, condition(ref<T>("element", []))], 1);
}

/** `add(vars.count, 1)` is `{ "+": [{ "var": "vars.count" }, 1] }`. */
export function add(...values: readonly Numeric[]): LogicValue<number> {
  return operator("+", values);
}

/** `subtract(payload.total, payload.paid)`. */
export function subtract(left: Numeric, right: Numeric): LogicValue<number> {
  return operator("-", [left, right]);
}

export function multiply(...values: readonly Numeric[]): LogicValue<number> {
  return operator("*", values);
}

export function divide(left: Numeric, right: Numeric): LogicValue<number> {
  return operator("/", [left, right]);
}

/** The rest of a division: `remainder(index, 2)`. */
export function remainder(left: Numeric, right: Numeric): LogicValue<number> {
  return operator("%", [left, right]);
}

/**
 * Any JSONLogic rule as it is, for operators without a helper and for rules that a rule builder wrote.
 *
 *     logic({ ">": [{ var: "lead.score" }, 80] })
 */
export function logic<T = boolean>(rule: Json): LogicValue<T> {
  return valueOf({ kind: "logic", operator: null, args: [rule] }) as unknown as LogicValue<T>;
}
