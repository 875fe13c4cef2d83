import { ApplicationFailure } from "@temporalio/common";
import {
  compile,
  definitionHash,
  ExpressionError,
  UnknownInterpreterVersion,
  type ExecutionStart,
  type Program,
} from "@tempograph/graph/machine";

/** The number of compiled versions that a worker keeps; the least recently started one is dropped first. */
const MAX_PROGRAMS = 500;

// The worker preloads this module, so all executions share the map. It is not exported, because the SDK freezes exports.
const programs = new Map<string, Program>();

/**
 * The execution's program, compiled once for each version and worker. A program is never changed, so executions can share it. A definition that
 * does not have the hash of its start is carried out but not shared: whoever reaches Temporal could otherwise give other executions of
 * that hash a program of their own, without its approvals (I15).
 */
export function programOf(start: ExecutionStart): Program {
  const key = `${start.definition.interpreterVersion}:${start.definitionHash}`;
  const known = programs.get(key);
  if (known !== undefined) {
    programs.delete(key);
    programs.set(key, known);
    return known;
  }
  const program = compileOrFail(start);
  if (definitionHash(start.definition) !== start.definitionHash) return program;
  programs.set(key, program);
  if (programs.size > MAX_PROGRAMS) programs.delete(programs.keys().next().value!);
  return program;
}

/** A definition that cannot be compiled fails its execution. One of an unknown interpreter version waits for a worker that knows it. */
function compileOrFail(start: ExecutionStart): Program {
  try {
    return compile(start.definition);
  } catch (error) {
    if (error instanceof UnknownInterpreterVersion) throw error;
    const code = error instanceof ExpressionError ? error.code : "DEFINITION_INVALID";
    const message = error instanceof Error ? error.message : String(error);
    const failure = { code, message, hint: "Publish the workflow again; this version cannot run." };
    throw ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [{ failure }] });
  }
}
