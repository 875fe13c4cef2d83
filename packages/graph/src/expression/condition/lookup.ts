import type { Json } from "../../definition/json.ts";
import { RESERVED_ROOTS } from "../expression-scope.ts";
import { spendSteps } from "./frame.ts";
import type { Frame } from "./frame.ts";

const RESERVED: ReadonlySet<string> = new Set(RESERVED_ROOTS);

export function isReservedRoot(name: string): boolean {
  return RESERVED.has(name);
}

/** The whole of what `var` reads: `{"var": ""}`. */
export function wholeData(frame: Frame): Json {
  return frame.inner === undefined ? (frame.scope.root("payload") ?? null) : frame.inner.data;
}

/**
 * What stands at a path, undefined where nothing does. Own properties only: what a prototype offers is no data.
 * Inside an execution a reserved name is never read from the payload, also where the scope has no such value: a sender
 * cannot forge `vars` or `item` (rule 10).
 */
export function lookUp(frame: Frame, segments: readonly string[]): Json | undefined {
  if (frame.inner !== undefined) return walk(frame.inner.data, segments, 0);
  const name = segments[0] as string;
  const payload = frame.scope.root("payload");
  if (frame.mode === "trigger" && payload !== undefined) {
    const own = ownValue(payload, name);
    if (own !== undefined) return walk(own, segments, 1);
  }
  if (!RESERVED.has(name)) return payload === undefined ? undefined : walk(payload, segments, 0);
  if (name !== "steps") return walk(frame.scope.root(name), segments, 1);
  if (segments.length === 1) return frame.scope.steps();
  return walk(frame.scope.step(segments[1] as string), segments, 2);
}

/** A path that is known only now: the result of a rule, or a key given to `missing`. */
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

/** Texts have their characters and their `length`, as in the reference. */
function hasOwnOfText(value: Json, name: string): boolean {
  return typeof value === "string" && Object.hasOwn(value as unknown as object, name);
}
