import type { JsonObject } from "../../definition/json.ts";

/** What every container may say of its steps that can be compensated. */
export const compensateSchema: JsonObject = {
  enum: ["onFail", "keep"],
  description: "What completed in it when it fails or loses: undone at once, or kept for the end of the execution.",
};

export const anyOutput: JsonObject = { type: "object" };
