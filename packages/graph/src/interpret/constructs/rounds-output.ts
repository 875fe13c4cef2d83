import type { JsonObject, JsonSchema } from "../../definition/json.ts";
import { closedObject } from "../../schema/closed-object.ts";

export const roundsOutput: JsonObject = {
  type: "object",
  properties: {
    rounds: { type: "integer" },
    last: { description: "The output of the last round; null before the first." },
  },
  required: ["rounds", "last"],
  additionalProperties: false,
};

/** The schema of a loop's output, which `steps.<loop>` also has before each round. `last` is null before the first round. */
export function roundsOutputOf(): JsonSchema {
  return closedObject({ rounds: { type: "integer" }, last: {} });
}
