import type { JsonObject } from "@tempograph/graph";
import type { Generated, GeneratedAlways } from "kysely";
import type { DefaultTime, Jsonb, Nullable, NullableTime } from "../../connection/column-types.ts";

/** The tables of jobs on many executions. */
export interface BulkTables {
  bulk_jobs: BulkJobsTable;
  bulk_items: BulkItemsTable;
}

export interface BulkJobsTable {
  id: string;
  project: Generated<string>;
  seq: GeneratedAlways<number>;
  actor: string;
  actor_roles: string[];
  action: string;
  input: Jsonb<JsonObject>;
  filter: Jsonb<JsonObject>;
  status: Generated<"running" | "stopped" | "completed">;
  total: number;
  done: Generated<number>;
  skipped: Generated<number>;
  failed: Generated<number>;
  waiting_for: Nullable<string>;
  created_at: DefaultTime;
  ended_at: NullableTime;
  lease_until: NullableTime;
  fence: Generated<number>;
}

export interface BulkItemsTable {
  job_id: string;
  ordinal: number;
  execution_id: string;
  path: Nullable<string>;
  outcome: Generated<"pending" | "done" | "skipped" | "failed">;
  code: Nullable<string>;
  message: Nullable<string>;
  result: Nullable<string>;
}
