import type { Json } from "@tempograph/graph";
import { conditionSlot } from "./condition-pieces.ts";

/** A condition in words, such as `lead.score is more than 80`. What has no words stands as JSON. */
export function conditionText(condition: Json): string {
  return conditionSlot(condition, "").text;
}
