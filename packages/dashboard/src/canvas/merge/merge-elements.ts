import type { Conflict, Side } from "./conflict.ts";
import { type Conflicts, meansTheSame, mergeValues } from "./merge-values.ts";

/** The same list as three people have it. */
export interface Versions<Value> {
  readonly base: Value;
  readonly mine: Value;
  readonly theirs: Value;
}

export type Elements<Element> = ReadonlyMap<string, Element>;

/** Whether an element that one side removed stays because the other one needs it, and whether a person has to be told. */
export type Need = "silently" | "asConflict" | undefined;

/**
 * Merges lists whose elements are told apart by an id. An element that one side removed and the other one left alone is gone. One that
 * the other side changed stays, and is a conflict.
 */
export function mergeElements<Element extends object>(
  kind: Conflict["kind"],
  { base, mine, theirs }: Versions<Elements<Element>>,
  conflicts: Conflicts,
  needOf: (id: string, side: Side) => Need = () => undefined,
): Elements<Element> {
  const merged = new Map<string, Element>();
  for (const id of inOrder([...base.keys()], [...mine.keys()], [...theirs.keys()])) {
    const [before, one, other] = [base.get(id), mine.get(id), theirs.get(id)];
    const side = one === undefined ? "theirs" : "mine";
    if (before !== undefined && (one === undefined || other === undefined)) {
      const left = one ?? other;
      if (left === undefined) continue;
      const need = meansTheSame(before, left) ? needOf(id, side) : "asConflict";
      if (need === undefined) continue;
      if (need === "silently") {
        merged.set(id, left);
        continue;
      }
      const place = { kind, id, path: "" };
      if (conflicts.decide(place, { base: before, mine: one, theirs: other }, side) === side) merged.set(id, left);
      continue;
    }
    const value =
      one === undefined || other === undefined
        ? (one ?? other)
        : mergeValues(before, one, other, { kind, id, path: "" }, conflicts);
    merged.set(id, value as Element);
  }
  return merged;
}

/** The order has a meaning. Mine stays unless only they changed it; what only the other side has follows what it followed there. */
function inOrder(base: readonly string[], mine: readonly string[], theirs: readonly string[]): readonly string[] {
  const lists = [base, mine, theirs].map((list) => new Set(list));
  const shared = (list: readonly string[]) => list.filter((id) => lists.every((other) => other.has(id))).join("\n");
  const [before, one, other] = [shared(base), shared(mine), shared(theirs)];
  const [first, second] = one === before && other !== before ? [theirs, mine] : [mine, theirs];
  return [second, base].reduce(insertMissing, first);
}

function insertMissing(order: readonly string[], list: readonly string[]): readonly string[] {
  const known = new Set(order);
  const following = new Map<string | undefined, string[]>();
  let anchor: string | undefined;
  for (const id of list) {
    if (known.has(id)) anchor = id;
    else following.set(anchor, [...(following.get(anchor) ?? []), id]);
  }
  if (following.size === 0) return order;
  return [...(following.get(undefined) ?? []), ...order.flatMap((id) => [id, ...(following.get(id) ?? [])])];
}
