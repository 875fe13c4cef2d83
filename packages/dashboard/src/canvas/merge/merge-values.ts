import { isObject, isSameJson, pointer } from "@tempograph/graph";
import type { Choices, Conflict, Side } from "./conflict.ts";

export interface Place {
  readonly kind: Conflict["kind"];
  readonly id: string;
  readonly path: string;
}

/** Collects conflicts, and knows what was decided about them. */
export class Conflicts {
  readonly found: Conflict[] = [];
  readonly #choices: Choices;

  constructor(choices: Choices) {
    this.#choices = choices;
  }

  /** Notes a conflict, and says whose value is taken: what a person decided, otherwise what loses nothing. */
  decide(place: Place, values: Pick<Conflict, "base" | "mine" | "theirs">, usual: Side): Side {
    const key = JSON.stringify([place.kind, place.id, place.path]);
    const taken = this.#choices.get(key) ?? usual;
    this.found.push({ key, ...place, ...values, taken });
    return taken;
  }
}

/** Whether two elements differ at most in how they look on the canvas. */
export function meansTheSame(a: object, b: object): boolean {
  const meaning = (one: object) => Object.fromEntries(Object.entries(one).filter(([key]) => !LOOKS.has(key)));
  return isSameJson(a, b) || isSameJson(meaning(a), meaning(b));
}

/** Where something stands on the canvas matters to nobody but the person who looks at it: mine is taken without a question. */
const LOOKS: ReadonlySet<string> = new Set([
  "position",
  "width",
  "height",
  "style",
  "viewport",
  "selected",
  "measured",
]);

/** One value out of two that were changed from the same one. Objects are merged key by key; lists and plain values are taken whole. */
export function mergeValues(
  base: unknown,
  mine: unknown,
  theirs: unknown,
  place: Place,
  conflicts: Conflicts,
): unknown {
  if (isSameJson(mine, theirs) || isSameJson(base, theirs)) return mine;
  if (isSameJson(base, mine)) return theirs;
  if (isObject(mine) && isObject(theirs) && (isObject(base) || base === undefined))
    return mergeObjects(base, mine, theirs, place, conflicts);
  const [key] = place.path.split("/").slice(1);
  if (key !== undefined && LOOKS.has(key)) return mine;
  return conflicts.decide(place, { base, mine, theirs }, "mine") === "mine" ? mine : theirs;
}

type Fields = { readonly [key: string]: unknown };

function mergeObjects(
  base: Fields | undefined,
  mine: Fields,
  theirs: Fields,
  place: Place,
  conflicts: Conflicts,
): Fields {
  const merged: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const path = `${place.path}${pointer(key)}`;
    const value = mergeValues(own(base, key), own(mine, key), own(theirs, key), { ...place, path }, conflicts);
    if (value !== undefined) merged.push([key, value]);
  }
  return Object.fromEntries(merged);
}

function own(object: Fields | undefined, key: string): unknown {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}
