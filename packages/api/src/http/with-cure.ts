import { storedHint } from "@tempograph/graph";

/** Adds `cure`, the deprecated name of `hint`, to a problem or failure that goes out as JSON. */
export function withCure<T extends { readonly hint?: unknown }>(problem: T): T & { readonly cure?: string } {
  const hint = storedHint(problem);
  return hint === undefined ? problem : { ...problem, hint, cure: hint };
}
