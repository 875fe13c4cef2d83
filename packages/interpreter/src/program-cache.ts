import { ApplicationFailure } from "@temporalio/common";
import {
  compile,
  ExpressionError,
  UnknownInterpreterVersion,
  type ExecutionStart,
  type Program,
} from "@tempograph/graph/machine";

/** Versions that a worker keeps compiled; the least recently started goes first. */
const MAX_PROGRAMS = 500;

// In a module that the worker preloads, so shared by all executions; not exported, because the SDK freezes what is.
const programs = new Map<string, Program>();

/** The execution's program, compiled once for each version and worker. Programs are never changed, so sharing is safe. */
export function programOf(start: ExecutionStart): Program {
  const key = `${start.definition.interpreterVersion}:${start.definitionHash}`;
  const known = programs.get(key);
  if (known !== undefined) {
    programs.delete(key);
    programs.set(key, known);
    return known;
  }
  const program = compileOrFail(start);
  programs.set(key, program);
  if (programs.size > MAX_PROGRAMS) programs.delete(programs.keys().next().value!);
  return program;
}

/** A definition that cannot be compiled fails its execution; one of a version we do not know waits for a worker that does. */
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
