import type { JsonSchema } from "@tempograph/graph";
import { z } from "zod";

/**
 * Schema of what a graph may write: fields with a default may be left out. Closed, unless the author says otherwise
 * (`z.looseObject`): so the validator can warn of a misspelt field, which zod would drop in silence.
 */
export function inputSchemaOf(schema: z.ZodType): JsonSchema {
  const open = z.toJSONSchema(schema, { io: "input" }) as Extract<JsonSchema, object>;
  return open["type"] === "object" && !("additionalProperties" in open)
    ? { ...open, additionalProperties: false }
    : open;
}

/** Schema of what later steps see. */
export function outputSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "output" }) as JsonSchema;
}
