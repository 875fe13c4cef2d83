/** What was drawn before, if the new one says the same: React skips what keeps its identity. */
export function same<Element extends object>(before: Element | undefined, now: Element): Element {
  return before !== undefined && saysTheSame(before, now) ? before : now;
}

/** A node of the graph is never changed, so that one and the same object says the same. */
export function saysTheSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => (key === "node" ? Object.is : saysTheSame)((a as Fields)[key], (b as Fields)[key]));
}

type Fields = Readonly<Record<string, unknown>>;
