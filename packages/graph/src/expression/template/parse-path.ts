import { INTERPRETER_VERSION } from "../../definition/definition.ts";
import type { ExpressionOptions } from "../expression-options.ts";

/** The first name of a path, and the names and places after it. */
export type PathSegments = readonly [string, ...(string | number)[]];

const FIRST = /^[\p{L}_][\p{L}\p{N}_]*/u;
const SEGMENT = /\.([\p{L}\p{N}_]+)|\[(\d{1,9})\]|\["([^"\\]*)"\]|\['([^'\\]*)'\]/uy;
/** In interpreter version 1 a dash was part of the name. */
const FIRST_WITH_DASHES = /^[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*/u;
const SEGMENT_WITH_DASHES = /\.([\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*)|\[(\d{1,9})\]|\["([^"\\]*)"\]|\['([^'\\]*)'\]/uy;
const LITERALS: ReadonlySet<string> = new Set(["true", "false", "null"]);

/**
 * Parses a plain path, the most common expression; undefined if the text is any other CEL. Names may contain letters of any
 * script; names after the first may begin with a digit (`steps.3.body`). Other names need brackets: `payload["first name"]`,
 * `steps["node-1"].body`. A dash without brackets is a subtraction, as in CEL.
 */
export function parsePath(
  source: string,
  { interpreterVersion = INTERPRETER_VERSION }: Pick<ExpressionOptions, "interpreterVersion"> = {},
): PathSegments | undefined {
  const [firstName, segment] = interpreterVersion < 2 ? [FIRST_WITH_DASHES, SEGMENT_WITH_DASHES] : [FIRST, SEGMENT];
  const first = firstName.exec(source)?.[0];
  if (first === undefined || LITERALS.has(first)) return undefined;
  const segments: [string, ...(string | number)[]] = [first];
  let position = first.length;
  while (position < source.length) {
    segment.lastIndex = position;
    const found = segment.exec(source);
    if (found === null) return undefined;
    segments.push(found[2] === undefined ? ((found[1] ?? found[3] ?? found[4]) as string) : Number(found[2]));
    position = segment.lastIndex;
  }
  return segments;
}

/** A path as people write it: `steps["node-1"].items[0]["first name"]`. */
export function printPath(segments: readonly (string | number)[]): string {
  let text = "";
  for (const [index, segment] of segments.entries()) {
    if (typeof segment === "number") text += `[${segment}]`;
    else if (index === 0) text += segment;
    else text += /^[\p{L}\p{N}_]+$/u.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
  }
  return text;
}
