import type { JsonSchema } from "@tempograph/graph";
import { z } from "zod";

/**
 * The schema of the data that a graph may write; fields with a default may be left out. Unknown fields are not allowed
 * unless the author uses `z.looseObject`, so that the validator can warn of a misspelt field, which zod would drop silently.
 */
export function inputSchemaOf(schema: z.ZodType): JsonSchema {
  const open = z.toJSONSchema(schema, { io: "input" }) as Extract<JsonSchema, object>;
  return open["type"] === "object" && !("additionalProperties" in open)
    ? { ...open, additionalProperties: false }
    : open;
}

/** Schema of the output that later steps can read. */
export function outputSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "output" }) as JsonSchema;
}
