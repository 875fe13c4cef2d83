import { isObject } from "@tempograph/graph";
import type { Slot, SlotType } from "@tempograph/sentences";

const WORDS: { readonly [type in SlotType]: string } = {
  text: "Text",
  number: "Number",
  boolean: "Yes or no",
  duration: "Duration",
  choice: "Choice",
  condition: "Condition",
  field: "Field",
  operator: "Comparison",
  json: "Value",
};

/** What a slot is for: the title that its schema gives, else what kind of value it takes. */
export function slotWords({ type, schema, path }: Pick<Slot, "type" | "schema" | "path">): string {
  const title = isObject(schema) ? schema["title"] : undefined;
  if (typeof title === "string") return title;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return schema === undefined || /^\d+$/.test(name) ? WORDS[type] : `${WORDS[type]}: ${name}`;
}
