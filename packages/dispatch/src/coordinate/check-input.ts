import { checkJsonValue, type Json } from "@tempograph/graph";
import { CoordinationError } from "./coordination-error.ts";

/** Refuses a value that Postgres cannot hold or that is nested too deeply. The error names the place in the step's input. */
export function checkInput(at: string, value: Json): void {
  const [problem] = checkJsonValue(value);
  if (problem === undefined) return;
  throw new CoordinationError(
    "INPUT_INVALID",
    `${at}${problem.path}: ${problem.message}`,
    problem.hint ?? "Correct the node's data.",
  );
}
