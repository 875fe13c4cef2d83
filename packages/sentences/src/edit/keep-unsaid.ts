import { isObject, type Json } from "@tempograph/graph";

/**
 * A new value for a place of which the sentence shows a part only, such as the settings that have no words: keys that it does not show
 * stay as they are.
 */
export function keepUnsaid(current: Json | undefined, shown: Json, next: Json): Json {
  if (!isObject(current) || !isObject(shown) || !isObject(next)) return next;
  const unsaid = Object.entries(current).filter(([key]) => !Object.hasOwn(shown, key));
  const said = Object.entries(next).map(
    ([key, value]) => [key, Object.hasOwn(shown, key) ? keepUnsaid(current[key], shown[key]!, value) : value] as const,
  );
  // A key that is gone from the shown part may still have parts that were not shown.
  const gone = Object.keys(shown).flatMap((key) => {
    const left = Object.hasOwn(next, key) ? undefined : unsaidOf(current[key], shown[key]!);
    return left === undefined ? [] : [[key, left] as const];
  });
  return Object.fromEntries([...unsaid, ...gone, ...said]) as Json;
}

/** Undefined if all of it is shown. */
function unsaidOf(current: Json | undefined, shown: Json): Json | undefined {
  if (!isObject(current) || !isObject(shown)) return undefined;
  const left = keepUnsaid(current, shown, {});
  return Object.keys(left as object).length === 0 ? undefined : left;
}
