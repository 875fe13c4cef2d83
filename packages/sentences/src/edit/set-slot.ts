import { isObject, segmentsOf, valueAt, type Json, type Draft } from "@tempograph/graph";
import { COMPARISONS } from "../language/comparisons.ts";
import type { Slot } from "../model/sentences.ts";
import { keepUnsaid } from "./keep-unsaid.ts";

/**
 * The source with another value in a slot; everything else stays as it is, layout and unknown keys included. The value of an operator is
 * one of its `options`, such as "is at least". Keys at the slot's place that the slot does not show stay, if the slot says its `value`.
 */
export function setSlot(
  source: Draft,
  { path, type, value: shown }: Pick<Slot, "path" | "type"> & Partial<Pick<Slot, "value">>,
  value: Json,
): Draft {
  const next = nextAt(valueAt(source, path) as Json | undefined);
  return replaced(source as unknown as Json, segmentsOf(path), next) as unknown as Draft;

  function nextAt(current: Json | undefined): Json {
    if (type === "operator") return withOperator(current ?? null, String(value));
    return type === "json" && shown !== undefined ? keepUnsaid(current, shown, value) : value;
  }
}

/** The same comparison with another operator. The sides change places if the new one is said the other way round. */
function withOperator(rule: Json, words: string): Json {
  const to = COMPARISONS.find((one) => one.words === words);
  const [operator, args] = isObject(rule) ? (Object.entries(rule)[0] ?? []) : [];
  if (to === undefined || operator === undefined || !Array.isArray(args) || args.length !== 2)
    throw new RangeError(`${JSON.stringify(words)} is not a comparison that can stand here.`);
  const [first, second] = args as unknown as readonly [Json, Json];
  const isField = isObject(second) && Object.hasOwn(second, "var") && !(isObject(first) && Object.hasOwn(first, "var"));
  const wasReversed = operator === "in" && isField;
  const [left, right] = wasReversed ? [second, first] : [first, second];
  return { [to.operator]: to.reversed === true ? [right, left] : [left, right] };
}

function replaced(value: Json, [key, ...rest]: readonly string[], next: Json): Json {
  if (key === undefined) return next;
  if (Array.isArray(value)) {
    const index = Number(key);
    if (!(index in value)) throw new RangeError(`The source has no element ${key} here.`);
    return (value as readonly Json[]).map((one, at) => (at === index ? replaced(one, rest, next) : one));
  }
  if (!isObject(value) || (rest.length > 0 && !Object.hasOwn(value, key)))
    throw new RangeError(`The source has no field ${JSON.stringify(key)} here.`);
  return Object.fromEntries([
    ...Object.entries(value).map(([name, one]) => [name, name === key ? replaced(one, rest, next) : one] as const),
    ...(Object.hasOwn(value, key) ? [] : [[key, next] as const]),
  ]) as Json;
}
