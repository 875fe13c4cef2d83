import type { JsonObject, JsonSchema } from "../../definition/json.ts";
import { closedObject } from "../../schema/closed-object.ts";

export const roundsOutput: JsonObject = {
  type: "object",
  properties: { rounds: { type: "integer" }, last: { description: "What the last round gave; null without a round." } },
  required: ["rounds", "last"],
  additionalProperties: false,
};

/** At its end and before each round; `last` is null before the first. */
export function roundsOutputOf(): JsonSchema {
  return closedObject({ rounds: { type: "integer" }, last: {} });
}
