import type { Json } from "../../definition/json.ts";
import { FACT_ROOTS, RESERVED_ROOTS } from "../expression-scope.ts";
import { spendSteps } from "./frame.ts";
import type { Frame } from "./frame.ts";

const RESERVED: ReadonlySet<string> = new Set(RESERVED_ROOTS);

const FACTS: ReadonlySet<string> = new Set(FACT_ROOTS);

export function isReservedRoot(name: string): boolean {
  return RESERVED.has(name);
}

/** The path of `{"var": ""}`, which reads the whole data. */
export function wholeData(frame: Frame): Json {
  return frame.inner === undefined ? (frame.scope.root("payload") ?? null) : frame.inner.data;
}

/**
 * The value at a path, undefined if there is none. Reads only own properties, because inherited ones are not data. Inside an
 * execution a reserved name is never read from the payload, even if the scope has no such value, so that the sender of an
 * event cannot forge `vars` or `item` (rule 10).
 */
export function lookUp(frame: Frame, segments: readonly string[]): Json | undefined {
  if (frame.inner !== undefined) return walk(frame.inner.data, segments, 0);
  const name = segments[0] as string;
  const payload = frame.scope.root("payload");
  const fact = frame.mode === "trigger" && FACTS.has(name) ? frame.scope.root(name) : undefined;
  if (fact !== undefined) return walk(fact, segments, 1);
  if (frame.mode === "trigger" && payload !== undefined) {
    const own = ownValue(payload, name);
    if (own !== undefined) return walk(own, segments, 1);
  }
  if (!RESERVED.has(name)) return payload === undefined ? undefined : walk(payload, segments, 0);
  if (name !== "steps") return walk(frame.scope.root(name), segments, 1);
  if (segments.length === 1) return frame.scope.steps();
  return walk(frame.scope.step(segments[1] as string), segments, 2);
}

/** Reads a path that is computed at run time: the result of a rule, or a key given to `missing`. */
export function lookUpText(frame: Frame, path: string): Json | undefined {
  const segments = path.split(".");
  spendSteps(frame, segments.length);
  return lookUp(frame, segments);
}

function walk(start: Json | undefined, segments: readonly string[], from: number): Json | undefined {
  let value = start;
  for (let index = from; index < segments.length; index++) {
    if (value === undefined || value === null) return undefined;
    value = ownValue(value, segments[index] as string);
  }
  return value;
}

function ownValue(value: Json, name: string): Json | undefined {
  if (typeof value === "object" ? value === null || !Object.hasOwn(value, name) : !hasOwnOfText(value, name))
    return undefined;
  return (value as unknown as Record<string, Json>)[name];
}

/** The characters and the `length` of a string can be read, as in the reference implementation. */
function hasOwnOfText(value: Json, name: string): boolean {
  return typeof value === "string" && Object.hasOwn(value as unknown as object, name);
}
