import type { Box } from "./boxes-of.ts";

export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The node to which an arrow key leads from another one: the nearest in that direction. Without one, the first node of all. */
export function nearestIn(boxes: readonly Box[], from: string | undefined, direction: Direction): string | undefined {
  const start = boxes.find(({ id }) => id === from);
  if (start === undefined) return boxes.toSorted((a, b) => a.at.x - b.at.x || a.at.y - b.at.y)[0]?.id;
  const isAcross = direction === "ArrowLeft" || direction === "ArrowRight";
  const sign = direction === "ArrowRight" || direction === "ArrowDown" ? 1 : -1;
  let best: { readonly id: string; readonly distance: number } | undefined;
  for (const box of boxes) {
    if (box.id === start.id) continue;
    const [dx, dy] = [box.at.x - start.at.x, box.at.y - start.at.y];
    const [ahead, aside] = isAcross ? [dx * sign, Math.abs(dy)] : [dy * sign, Math.abs(dx)];
    if (ahead <= 0) continue;
    // What is far to the side is not what a person means by "to the right".
    const distance = ahead + aside * 2;
    if (best === undefined || distance < best.distance) best = { id: box.id, distance };
  }
  return best?.id;
}

export function isDirection(key: string): key is Direction {
  return key === "ArrowLeft" || key === "ArrowRight" || key === "ArrowUp" || key === "ArrowDown";
}
