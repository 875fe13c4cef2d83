/** The pairs of matching elements of two lists, and the elements that only one list has. */
export interface Pairs<Element> {
  readonly pairs: readonly (readonly [Element, Element])[];
  readonly added: readonly Element[];
  readonly removed: readonly Element[];
  /** Whether the paired elements are in another order in the newer list than in the older one. */
  readonly reordered: boolean;
}

/**
 * Pairs elements by the first kind of key, then the remaining elements by the next kind. Elements with equal keys (a draft
 * may have them) are paired in order. Swapping the lists swaps the result.
 */
export function pairElements<Element>(
  before: readonly Element[],
  after: readonly Element[],
  keys: readonly ((element: Element) => string)[],
): Pairs<Element> {
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  for (const key of keys) {
    const waiting = new Map<string, number[]>();
    for (const [index, element] of before.entries()) {
      if (partner.has(index)) continue;
      const name = key(element);
      const list = waiting.get(name);
      if (list === undefined) waiting.set(name, [index]);
      else list.push(index);
    }
    const used = new Map<string, number>();
    for (const [index, element] of after.entries()) {
      if (taken.has(index)) continue;
      const name = key(element);
      const place = used.get(name) ?? 0;
      const match = waiting.get(name)?.[place];
      if (match === undefined) continue;
      used.set(name, place + 1);
      partner.set(match, index);
      taken.add(index);
    }
  }
  const inOrder = [...partner].sort(([a], [b]) => a - b);
  return {
    pairs: inOrder.map(([a, b]) => [before[a]!, after[b]!]),
    added: after.filter((_, index) => !taken.has(index)),
    removed: before.filter((_, index) => !partner.has(index)),
    reordered: inOrder.some(([, b], index) => index > 0 && b < inOrder[index - 1]![1]),
  };
}
