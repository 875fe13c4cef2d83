import type { Slot } from "@tempograph/sentences";

/** What a slot is changed with. */
export type Control = "choice" | "number" | "duration" | "text" | "template" | "field" | "condition" | "any";

/**
 * The control for a slot, by what the slot takes and by the value that is there now: where a number is wanted, a template may stand.
 */
export function controlOf({ type, value, options, path }: Pick<Slot, "type" | "value" | "options" | "path">): Control {
  if (type === "condition") return "condition";
  if (options !== undefined && options.includes(value)) return "choice";
  if (typeof value === "boolean") return "choice";
  if (type === "number" && typeof value === "number") return "number";
  if (type === "duration" && (typeof value === "number" || typeof value === "string")) return "duration";
  if (type === "field" && typeof value === "string") return "field";
  if (type === "text" && typeof value === "string") return mayHoldTemplate(path) ? "template" : "text";
  return "any";
}

/** The data of nodes is rendered before it is used. Parts of conditions are not, nor are labels and triggers. */
export function mayHoldTemplate(path: string): boolean {
  return /^\/graph\/nodes\/\d+\/data\//.test(path) && !/\/(?:condition|conditions)\//.test(path);
}
