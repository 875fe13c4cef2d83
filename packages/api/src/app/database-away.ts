import { isPostgresAway } from "@tempograph/db";
import type { AppError } from "./app-error.ts";

/** The refusal for an error that says that Postgres does not answer; undefined for any other error. */
export function databaseAway(error: unknown): AppError | undefined {
  if (!isPostgresAway(error)) return undefined;
  return {
    code: "DATABASE_UNAVAILABLE",
    message: "Postgres does not answer. Whether anything was changed is not known.",
    hint: "Try again in some seconds, with the same idempotency key if something is to be changed. `/ready` says when Postgres is back.",
    retryAfterS: 2,
  };
}
