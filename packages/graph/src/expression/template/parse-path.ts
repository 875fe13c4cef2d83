/** The first name of a path, and the names and places after it. */
export type PathSegments = readonly [string, ...(string | number)[]];

const FIRST = /^[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*/u;
const SEGMENT = /\.([\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*)|\[(\d{1,9})\]|\["([^"\\]*)"\]|\['([^'\\]*)'\]/uy;
const LITERALS: ReadonlySet<string> = new Set(["true", "false", "null"]);

/**
 * A plain path, which is most of what people write, or undefined where it is CEL. Names may hold dashes
 * (`steps.node-1.body`, a subtraction in CEL), letters of any script, and begin with a digit after the first
 * (`steps.3.body`); other names stand in brackets: `payload["first name"]`.
 */
export function parsePath(source: string): PathSegments | undefined {
  const first = FIRST.exec(source)?.[0];
  if (first === undefined || LITERALS.has(first)) return undefined;
  const segments: [string, ...(string | number)[]] = [first];
  let position = first.length;
  while (position < source.length) {
    SEGMENT.lastIndex = position;
    const found = SEGMENT.exec(source);
    if (found === null) return undefined;
    segments.push(found[2] === undefined ? ((found[1] ?? found[3] ?? found[4]) as string) : Number(found[2]));
    position = SEGMENT.lastIndex;
  }
  return segments;
}

/** A path as people write it: `steps.node-1.items[0]["first name"]`. */
export function printPath(segments: readonly (string | number)[]): string {
  let text = "";
  for (const [index, segment] of segments.entries()) {
    if (typeof segment === "number") text += `[${segment}]`;
    else if (index === 0) text += segment;
    else text += /^[\p{L}\p{N}_-]+$/u.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
  }
  return text;
}
