import { isObject, type Json } from "@tempograph/graph";
import { conditionText } from "@tempograph/sentences";

const LONGEST = 80;

/** The title of a case of a branch or a switch: its name, or when it is taken. Undefined while it says neither. */
export function caseTitle(value: Json | undefined): string | undefined {
  if (!isObject(value)) return undefined;
  const { label, else: isElse, condition, value: equals } = value;
  if (typeof label === "string" && label !== "") return label;
  if (isElse === true) return "Otherwise";
  if (condition !== undefined) return shortened(`If ${conditionText(condition)}`);
  if (equals !== undefined)
    return shortened(`If it is ${typeof equals === "string" ? equals : JSON.stringify(equals)}`);
  return undefined;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
