import type { Json } from "../../definition/json.ts";
import type { ExpressionScope } from "../expression-scope.ts";
import { missingPath } from "./missing-path.ts";
import type { PathSegments } from "./parse-path.ts";

/**
 * Reads a plain path. Only own properties can be read; a list has indexes but no `length`. The value is returned without a
 * copy. Throws `EXPRESSION_PATH_MISSING`, which names the path and its first missing segment.
 */
export function compilePath(expression: string, segments: PathSegments): (scope: ExpressionScope) => Json {
  const [root, second] = segments;
  if (root === "steps" && second !== undefined) {
    const id = String(second);
    return (scope) => follow(scope.step(id), 2);
  }
  return root === "steps" ? (scope) => scope.steps() : (scope) => follow(scope.root(root), 1);

  function follow(start: Json | undefined, from: number): Json {
    let value = start;
    let index = from;
    for (; value !== undefined && index < segments.length; index++)
      value = ownChild(value, segments[index] as string | number);
    if (value === undefined) throw missingPath(expression, segments, index - 1);
    return value;
  }
}

function ownChild(value: Json, segment: string | number): Json | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    if (typeof segment === "string" && !/^\d{1,9}$/.test(segment)) return undefined;
    return (value as readonly Json[])[Number(segment)];
  }
  return Object.hasOwn(value, segment) ? (value as Record<string, Json>)[segment] : undefined;
}
