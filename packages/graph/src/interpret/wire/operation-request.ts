import type { Json, JsonObject } from "../../definition/json.ts";
import type { OperationRequest } from "../operation.ts";

/**
 * Reads the argument of the Update `steer`. The interpreter and the mirror both use this function. Older requests have the
 * field `verb` instead of `operation`. This function refuses nothing, because the machine checks the request.
 */
export function operationRequest(argument: unknown): OperationRequest {
  const fields: JsonObject =
    typeof argument === "object" && argument !== null && !Array.isArray(argument) ? (argument as JsonObject) : {};
  const { id, by, time, operation, verb } = fields;
  return { id, by, time, operation: operation ?? verb } as {
    readonly [key: string]: Json | undefined;
  } as unknown as OperationRequest;
}
