import type { Json } from "@tempograph/graph";

/** The fields of a form as an object. A name that comes several times has a list of its values, in their order. */
export function formFields(entries: Iterable<readonly [string, string]>): { readonly [name: string]: Json } {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of entries) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  // `Object.fromEntries` defines the fields, so a field `__proto__` is data like any other.
  return Object.fromEntries(fields);
}
