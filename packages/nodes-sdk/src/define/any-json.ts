import type { Json } from "@tempograph/graph";
import { z } from "zod";

/**
 * The schema of a field that holds JSON of any shape. In contrast to `z.json()` it keeps fields that are called `__proto__`, which is data
 * like any other. What a field holds is JSON anyway, so there is nothing to check but that it is there.
 */
export const anyJson: z.ZodType<Json, Json> = z
  .unknown()
  .refine((value) => value !== undefined, "Required")
  .meta({ type: ["string", "number", "boolean", "null", "array", "object"] }) as unknown as z.ZodType<Json, Json>;
