import type { JsonSchema } from "@tempograph/graph";
import { z } from "zod";

/** Schema of what a graph may write: fields with a default may be left out. */
export function inputSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input" }) as JsonSchema;
}

/** Schema of what later steps see. */
export function outputSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "output" }) as JsonSchema;
}
