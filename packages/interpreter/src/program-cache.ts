import { ApplicationFailure } from "@temporalio/common";
import {
  createProgramCache,
  ExpressionError,
  UnknownInterpreterVersion,
  type ExecutionStart,
  type Program,
} from "@tempograph/graph/machine";

// The worker preloads this module, so all executions share the cache. It is not exported, because the SDK freezes exports.
const programs = createProgramCache(500);

/**
 * The execution's program. A definition that cannot be compiled fails its execution; one of an unknown interpreter version waits for a
 * worker that knows it.
 */
export function programOf(start: ExecutionStart): Program {
  try {
    return programs.get(start);
  } catch (error) {
    if (error instanceof UnknownInterpreterVersion) throw error;
    const code = error instanceof ExpressionError ? error.code : "DEFINITION_INVALID";
    const message = error instanceof Error ? error.message : String(error);
    const failure = { code, message, hint: "Publish the workflow again; this version cannot run." };
    throw ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [{ failure }] });
  }
}
