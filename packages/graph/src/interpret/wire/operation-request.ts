import { isObject, type Json, type JsonObject } from "../../definition/json.ts";
import type { OperationRequest } from "../operation.ts";

/** Characters of a request's id. */
const MAX_ID_LENGTH = 1_000;

/**
 * Reads the argument of the Update `steer`. The interpreter and the mirror both use this function. Older requests have the
 * field `verb` instead of `operation`. This function refuses nothing, because the machine checks the request. An id that cannot be
 * used is read as an empty one, which the machine refuses: by the id the refusal finds the Update that it answers.
 */
export function operationRequest(argument: unknown): OperationRequest {
  const fields: JsonObject = isObject(argument) ? (argument as JsonObject) : {};
  const { id, by, time, operation, verb } = fields;
  const usable = typeof id === "string" && id.length <= MAX_ID_LENGTH ? id : "";
  return { id: usable, by, time, operation: operation ?? verb } as {
    readonly [key: string]: Json | undefined;
  } as unknown as OperationRequest;
}
