import type { JsonObject } from "../../definition/json.ts";

/** The field `compensate`, which every container has. */
export const compensateSchema: JsonObject = {
  enum: ["onFail", "keep"],
  description:
    "What happens to completed steps inside when it fails: compensate them at once, or only if the execution fails.",
};

export const anyOutput: JsonObject = { type: "object" };
