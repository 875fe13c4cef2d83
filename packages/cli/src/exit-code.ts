import { exitCodes, TempographError } from "@tempograph/client";
import { WrongCall } from "./wrong-call.ts";

/** The exit codes that are no error of the API. `exitCodes` of the client has the others. */
export const OK = 0;
export const UNEXPECTED = 1;
export const WRONG_CALL = 2;
/** What the command looked at is not as it should be: an execution has failed, a check has found something, `apply --dry-run` finds a difference. */
export const NOT_GOOD = 8;
/** As shells do it: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

/** The exit code for an error. The category of the error's code decides, for errors without one the HTTP status. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof WrongCall) return WRONG_CALL;
  if (!(error instanceof TempographError)) return UNEXPECTED;
  const { category, code, status = 0 } = error;
  if (category !== undefined) return exitCodes[category];
  if (code === "API_UNREACHABLE" || code === "API_TIMEOUT" || status === 429) return exitCodes.unavailable;
  if (status === 401 || status === 403) return exitCodes.forbidden;
  if (status === 404) return exitCodes.notFound;
  return status >= 400 && status < 500 ? exitCodes.validation : UNEXPECTED;
}
