import type { GraphNode } from "@tempograph/graph";

/** Where a node stands: relative to the node around it, as React Flow stores it. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of most cards. It is known here, so that the layout, the canvas and the edits agree without measuring anything in the page. */
export const CARD: Size = { width: 240, height: 64 };
/** A container without members. */
export const EMPTY_FRAME: Size = { width: 320, height: 160 };
/** The space inside a container around its members; on top there is its title, too. */
export const FRAME_PADDING = 24;
export const FRAME_TITLE = 44;
/** What a card is placed on when a person lets it go. */
export const GRID = 8;

/** The place that a person or the layout gave the node; undefined where the graph was made elsewhere. */
export function placeOf(node: GraphNode): Place | undefined {
  const position = (node as { readonly position?: Partial<Place> | null }).position;
  if (typeof position !== "object" || position === null) return undefined;
  const { x, y } = position;
  return Number.isFinite(x) && Number.isFinite(y) ? { x: x as number, y: y as number } : undefined;
}

/** The size that was stored for a container; other nodes have the size of a card. */
export function storedSizeOf(node: GraphNode): Size | undefined {
  const { width, height, style } = node as {
    readonly width?: unknown;
    readonly height?: unknown;
    readonly style?: { readonly width?: unknown; readonly height?: unknown } | null;
  };
  const size = { width: width ?? style?.width, height: height ?? style?.height };
  return isLength(size.width) && isLength(size.height) ? (size as Size) : undefined;
}

function isLength(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

export function withPlace(node: GraphNode, { x, y }: Place): GraphNode {
  const known = placeOf(node);
  return known?.x === x && known.y === y ? node : ({ ...node, position: { x, y } } as GraphNode);
}

/** The layout gives it another one. */
export function withoutPlace(node: GraphNode): GraphNode {
  const { position: _, ...rest } = node as GraphNode & { readonly position?: unknown };
  return rest;
}

export function withSize(node: GraphNode, { width, height }: Size): GraphNode {
  const known = storedSizeOf(node);
  return known?.width === width && known.height === height ? node : ({ ...node, width, height } as GraphNode);
}

export function plus(a: Place, b: Place): Place {
  return { x: a.x + b.x, y: a.y + b.y };
}

export function minus(a: Place, b: Place): Place {
  return { x: a.x - b.x, y: a.y - b.y };
}
