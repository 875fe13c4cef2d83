/** Any JSON value as compact JSON with the keys of every object sorted by UTF-16 code unit, as in RFC 8785. Undefined properties are left out. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly unknown[]).map((item) => canonicalJson(item)).join(",")}]`;
  const object = value as { readonly [key: string]: unknown };
  const entries: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const item = object[key];
    if (item !== undefined) entries.push(`${JSON.stringify(key)}:${canonicalJson(item)}`);
  }
  return `{${entries.join(",")}}`;
}

/** Whether two values are the same JSON, whatever the order of their keys. Undefined is no value, and the same as itself only. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
}
