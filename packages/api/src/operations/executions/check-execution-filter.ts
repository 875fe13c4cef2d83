import type { ExecutionFilter } from "@tempograph/db";
import { may } from "../../access/roles.ts";
import type { Principal } from "../../access/principal.ts";
import { invalidInput, RefusedWork } from "../../app/app-error.ts";
import { forbidden } from "../../app/audit/forbidden.ts";
import { checkSearch } from "../../app/check-search.ts";

/** The most ids of a filter: what somebody has chosen one by one. */
const MOST_IDS = 1_000;

/**
 * Checks a filter of executions that a caller gives.
 *
 * @throws RefusedWork if it searches what the caller may not read, or asks for too much
 */
export function checkExecutionFilter(caller: Principal, filter: ExecutionFilter): void {
  const { ids, text, waitingForName } = filter;
  if (ids != null && ids.length > MOST_IDS)
    throw new RefusedWork(
      invalidInput(
        "/ids",
        `The filter names ${String(ids.length)} executions; ${String(MOST_IDS)} are allowed.`,
        "Describe the executions by other fields of the filter.",
      ),
    );
  // The name is in the input of a step, which is a payload: it can be made of the event's data.
  if (waitingForName != null && !may(caller, "payloads")) throw new RefusedWork(forbidden(caller, "payloads"));
  const error = text == null ? undefined : checkSearch(caller, text, "/text");
  if (error) throw new RefusedWork(error);
}
