import type { AppError } from "./app-error.ts";

/** The refusal for what cannot be run or sent again, because its data is gone. */
export function valuesRemoved(what: string, path: string): AppError {
  return {
    code: "VALUES_REMOVED",
    message: `${what} no longer has its data: its time of retention is over.`,
    path,
    hint: "Send a new event with the data, from an export if there is one. `retention` says how long data is kept.",
  };
}
