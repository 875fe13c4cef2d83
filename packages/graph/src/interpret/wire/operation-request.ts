import { isObject, type Json, type JsonObject } from "../../definition/json.ts";
import type { OperationRequest } from "../operation.ts";

/**
 * Reads the argument of the Update `steer`. The interpreter and the mirror both use this function. Older requests have the
 * field `verb` instead of `operation`. This function refuses nothing, because the machine checks the request.
 */
export function operationRequest(argument: unknown): OperationRequest {
  const fields: JsonObject = isObject(argument) ? (argument as JsonObject) : {};
  const { id, by, time, operation, verb } = fields;
  return { id, by, time, operation: operation ?? verb } as {
    readonly [key: string]: Json | undefined;
  } as unknown as OperationRequest;
}
