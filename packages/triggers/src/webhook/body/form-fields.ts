import type { Json } from "@tempograph/graph";

/** The fields of a form as an object. A name that comes several times has a list of its values, in their order. */
export function formFields(entries: Iterable<readonly [string, string]>): { readonly [name: string]: Json } {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of entries) {
    const before = fields.get(name);
    if (before === undefined) fields.set(name, value);
    // The list grows in place: a copy for each value would take minutes for the 250,000 values that fit into a body (I14).
    else if (typeof before === "string") fields.set(name, [before, value]);
    else before.push(value);
  }
  // `Object.fromEntries` defines the fields, so a field `__proto__` is data like any other.
  return Object.fromEntries(fields);
}
