import type { JsonObject } from "../../definition/json.ts";

export const roundsOutput: JsonObject = {
  type: "object",
  properties: { rounds: { type: "integer" }, last: { description: "What the last round gave; null without a round." } },
  required: ["rounds", "last"],
  additionalProperties: false,
};
