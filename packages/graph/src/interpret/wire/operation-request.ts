import type { Json, JsonObject } from "../../definition/json.ts";
import type { OperationRequest } from "../operation.ts";

/**
 * The one argument of the Update `steer`, read the same live and from history. Requests that were sent before the field
 * was called `operation` have it under `verb`. The machine checks what it is given, so nothing is refused here.
 */
export function operationRequest(argument: unknown): OperationRequest {
  const fields: JsonObject =
    typeof argument === "object" && argument !== null && !Array.isArray(argument) ? (argument as JsonObject) : {};
  const { id, by, time, operation, verb } = fields;
  return { id, by, time, operation: operation ?? verb } as {
    readonly [key: string]: Json | undefined;
  } as unknown as OperationRequest;
}
