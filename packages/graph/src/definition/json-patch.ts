import { canonicalJson } from "./canonical-json.ts";
import { segmentsOf } from "./json-pointer.ts";
import { isObject, type Json } from "./json.ts";

/** An operation of JSON Patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: "test" | "add" | "replace"; readonly path: string; readonly value: Json }
  | { readonly op: "remove"; readonly path: string };

/**
 * The document after all operations, which leaves the given one as it is. Undefined if an operation does not fit: a `test` that fails, a place that
 * does not exist. Then nothing of the patch counts.
 */
export function applyPatch(document: Json, patch: readonly PatchOperation[]): Json | undefined {
  let result: Json | undefined = document;
  for (const operation of patch) {
    result = change(result, segmentsOf(operation.path), operation);
    if (result === undefined) return undefined;
  }
  return result;
}

function change(at: Json, [key, ...rest]: readonly string[], operation: PatchOperation): Json | undefined {
  if (key === undefined) return own(at, operation);
  if (Array.isArray(at)) return changeItem(at as readonly Json[], key, rest, operation);
  if (!isObject(at)) return undefined;
  const before = Object.hasOwn(at, key) ? at[key] : undefined;
  const entries = Object.entries(at);
  if (rest.length === 0 && operation.op === "remove") {
    return before === undefined ? undefined : Object.fromEntries(entries.filter(([name]) => name !== key));
  }
  if (before === undefined) {
    const isNew = rest.length === 0 && operation.op === "add";
    return isNew ? Object.fromEntries([...entries, [key, operation.value]]) : undefined;
  }
  const after = change(before, rest, operation);
  if (after === undefined || after === before) return after === undefined ? undefined : at;
  return Object.fromEntries(entries.map(([name, value]) => [name, name === key ? after : value]));
}

function changeItem(
  list: readonly Json[],
  key: string,
  rest: readonly string[],
  operation: PatchOperation,
): Json | undefined {
  const adds = rest.length === 0 && operation.op === "add";
  const index = key === "-" && adds ? list.length : /^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : -1;
  if (index < 0 || index > list.length || (index === list.length && !adds)) return undefined;
  if (adds) return list.toSpliced(index, 0, operation.value);
  if (rest.length === 0 && operation.op === "remove") return list.toSpliced(index, 1);
  const before = list[index] as Json;
  const after = change(before, rest, operation);
  if (after === undefined) return undefined;
  return after === before ? list : list.with(index, after);
}

function own(at: Json, operation: PatchOperation): Json | undefined {
  if (operation.op === "remove") return undefined;
  if (operation.op === "test") return canonicalJson(at) === canonicalJson(operation.value) ? at : undefined;
  return operation.value;
}
