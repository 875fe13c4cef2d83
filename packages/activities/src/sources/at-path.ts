import type { Json } from "@tempograph/graph";

/** The value at a path such as `data.items.0.id`. The empty path is the value itself. Only own properties count (I11). */
export function atPath(value: Json, path: string): Json | undefined {
  if (path === "") return value;
  let at: Json | undefined = value;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string, Json>>)[key];
  }
  return at;
}
