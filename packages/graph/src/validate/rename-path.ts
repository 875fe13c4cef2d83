import type { Json } from "../definition/json.ts";
import { printPath } from "../expression/template/parse-path.ts";
import { segmentsOf, valueAt } from "../definition/json-pointer.ts";
import type { Fix } from "../definition/fix.ts";
import type { Reference } from "../expression/reference.ts";
import { meaning } from "./nearest-name.ts";
import type { ValidationContext } from "./validation-context.ts";

/** What a rule says about the name at `depth` of a path (0 is the root) that does not exist: a question, and the change if there is a similar name. */
export function pathCorrection(
  { nearest, graph }: ValidationContext,
  { root, path, at }: Reference,
  depth: number,
  names: Iterable<string>,
): { readonly question: string; readonly fix?: Fix } {
  const wrong = [root, ...path.slice(0, depth)];
  const name = nearest(wrong[depth] ?? "", names);
  const fix = name === undefined ? undefined : readInstead(graph, at, wrong, wrong.with(depth, name));
  return { question: meaning(name), ...(fix !== undefined && { fix }) };
}

/**
 * Lets an expression read another path: in a template `steps.cal.body` becomes `steps.call.body`, in JSONLogic `{ "var": "steps.cal.body" }` becomes
 * `{ "var": "steps.call.body" }`. `at` is the place that a reference names. Undefined if the path is not written there in its plain form.
 */
export function readInstead(
  graph: object,
  at: string,
  wrong: readonly string[],
  right: readonly string[],
): Fix | undefined {
  const found = valueAt(graph, at) as Json | undefined;
  if (found === undefined) return undefined;
  const isVar = segmentsOf(at).at(-1) === "var" && isPathOfVar(found, wrong);
  const value = isVar
    ? renamedVar(found, wrong, right)
    : typeof found === "string"
      ? renamedText(found, wrong, right)
      : undefined;
  if (value === undefined || value === found) return undefined;
  return {
    title: `Read ${printPath(right)} instead of ${printPath(wrong)}`,
    patch: [
      { op: "test", path: at, value: found },
      { op: "replace", path: at, value },
    ],
    isGuess: true,
  };
}

function isPathOfVar(value: Json, wrong: readonly string[]): boolean {
  const path = Array.isArray(value) ? (value[0] as Json) : value;
  return typeof path === "string" && `${path}.`.startsWith(`${wrong.join(".")}.`);
}

function renamedVar(value: Json, wrong: readonly string[], right: readonly string[]): Json {
  if (Array.isArray(value)) return value.with(0, renamedVar(value[0] as Json, wrong, right));
  return right.join(".") + String(value).slice(wrong.join(".").length);
}

/** Replaces the path wherever it is written as `printPath` writes it, and where it is no part of a longer name. */
function renamedText(text: string, wrong: readonly string[], right: readonly string[]): string | undefined {
  if (!text.includes("{{")) return undefined;
  const escaped = printPath(wrong).replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_."'\\]])${escaped}(?![\\p{L}\\p{N}_])`, "gu"), () =>
    printPath(right),
  );
}
