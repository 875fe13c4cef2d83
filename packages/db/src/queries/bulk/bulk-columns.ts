import { sql } from "kysely";

/** What a `BulkJobRecord` is read from. */
export const bulkColumns = [
  "id",
  sql<string>`bulk_jobs.seq::text`.as("seq"),
  "actor",
  "actor_roles as actorRoles",
  "action",
  "input",
  "filter",
  "status",
  "total",
  "done",
  "skipped",
  "failed",
  "waiting_for as waitingFor",
  "created_at as createdAt",
  "ended_at as endedAt",
] as const;
