import { sizeOf } from "./frame-sizes.ts";
import { type Place, placeOf, type Size } from "./place.ts";
import type { TreeOfNodes } from "./tree-of-nodes.ts";

interface Box {
  readonly at: Place;
  readonly size: Size;
}

/** The wished place, or the next one below it that is at least `gap` away from everything that stands there. */
export function freeBelow(wished: Place, size: Size, taken: readonly Box[], gap: number): Place {
  let place = wished;
  const hits = ({ at, size: other }: Box) =>
    place.x < at.x + other.width + gap &&
    at.x < place.x + size.width + gap &&
    place.y < at.y + other.height + gap &&
    at.y < place.y + size.height + gap;
  for (let hit = taken.find(hits); hit !== undefined; hit = taken.find(hits))
    place = { x: place.x, y: hit.at.y + hit.size.height + gap };
  return place;
}

/** The boxes of nodes, relative to the node around them. Nodes without a place stand nowhere. */
export function boxesOf(tree: TreeOfNodes, ids: Iterable<string>): readonly Box[] {
  return [...ids].flatMap((id) => {
    const at = placeOf(tree.byId.get(id)!);
    return at === undefined ? [] : [{ at, size: sizeOf(tree, id) }];
  });
}
