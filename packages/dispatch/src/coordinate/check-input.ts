import { checkJsonValue, type Json } from "@tempograph/graph";
import { CoordinationError } from "./coordination-error.ts";

/** Refuses what Postgres cannot hold or what is too deep, with its place in the step's input. */
export function checkInput(at: string, value: Json): void {
  const [problem] = checkJsonValue(value);
  if (problem === undefined) return;
  throw new CoordinationError(
    "INPUT_INVALID",
    `${at}${problem.path}: ${problem.message}`,
    problem.hint ?? "Correct the node's data.",
  );
}
