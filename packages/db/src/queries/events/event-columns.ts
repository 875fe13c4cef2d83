import { sql } from "kysely";

/** What an `EventRecord` is read from. */
export const eventColumns = [
  "id",
  sql<string>`seq::text`.as("seq"),
  "type",
  "source",
  "subject",
  "time",
  "data",
  "idempotency_key as idempotencyKey",
  "resend_of as resendOf",
  "received_at as receivedAt",
  "dispatched_at as dispatchedAt",
  "matched",
] as const;
