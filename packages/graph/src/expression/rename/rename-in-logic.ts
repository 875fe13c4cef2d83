import { isObject, type Json } from "../../definition/json.ts";
import { listOperators } from "../condition/list-operators.ts";
import type { Operator } from "../condition/operator.ts";
import type { NewIds } from "./rename-in-text.ts";

const LIST_OPERATORS: Readonly<Record<string, Operator>> = listOperators;

/** A JSONLogic rule whose `var`, `missing` and `missing_some` read the nodes under their new ids. */
export function renameInLogic(rule: Json, ids: NewIds): Json {
  if (Array.isArray(rule)) return rule.map((item: Json) => renameInLogic(item, ids));
  if (!isObject(rule)) return rule;
  return Object.fromEntries(
    Object.entries(rule).map(([name, given]) => {
      if (name === "var")
        return [name, Array.isArray(given) ? [renamePath(given[0], ids), ...rest(given, ids)] : renamePath(given, ids)];
      if (name === "missing" || name === "missing_some") return [name, renamePaths(given, ids)];
      // The rule of `map`, `filter` and so on reads paths of the current element.
      const overElements = Object.hasOwn(LIST_OPERATORS, name) && LIST_OPERATORS[name]?.overElements === true;
      if (overElements && Array.isArray(given))
        return [name, given.map((item: Json, index) => (index === 1 ? item : renameInLogic(item, ids)))];
      return [name, renameInLogic(given, ids)];
    }),
  );
}

function rest(given: readonly Json[], ids: NewIds): readonly Json[] {
  return given.slice(1).map((item) => renameInLogic(item, ids));
}

function renamePaths(given: Json, ids: NewIds): Json {
  return Array.isArray(given) ? given.map((item: Json) => renamePaths(item, ids)) : renamePath(given, ids);
}

/** A computed path is a rule itself. */
function renamePath(path: Json | undefined, ids: NewIds): Json {
  if (typeof path !== "string") return path === undefined ? null : renameInLogic(path, ids);
  const [root, step, ...further] = path.split(".");
  const renamed = root === "steps" && step !== undefined ? ids.get(step) : undefined;
  return renamed === undefined ? path : ["steps", renamed, ...further].join(".");
}
