import { isObject, type Json } from "../definition/json.ts";
import { pointer } from "../definition/json-pointer.ts";
import type { FieldChange } from "./graph-diff.ts";

type Kind = FieldChange["kind"];

/**
 * Finds the smallest differences of two JSON values: objects are compared key by key, arrays index by index. `undefined`
 * means an absent field. The recursion is safe because `checkJsonValue` limits the depth of every stored value.
 */
export function fieldChanges(
  before: unknown,
  after: unknown,
  isLayout: (path: string) => boolean,
  path = "",
): FieldChange[] {
  const found: FieldChange[] = [];
  collect(before, after, path, (kind, at) => {
    found.push({
      path: at.path,
      kind,
      ...(kind !== "added" && { before: at.before as Json }),
      ...(kind !== "removed" && { after: at.after as Json }),
      layout: isLayout(at.path),
    });
  });
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

type Found = (kind: Kind, at: { readonly path: string; readonly before: unknown; readonly after: unknown }) => void;

function collect(before: unknown, after: unknown, path: string, found: Found): void {
  if (before === after) return;
  if (before === undefined || after === undefined) {
    found(before === undefined ? "added" : "removed", { path, before, after });
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const most = Math.max(before.length, after.length);
    for (let index = 0; index < most; index += 1) collect(before[index], after[index], path + pointer(index), found);
    return;
  }
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      collect(own(before, key), own(after, key), path + pointer(key), found);
    return;
  }
  found("changed", { path, before, after });
}

/** Own properties only: keys such as `constructor` are data like any other. */
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
