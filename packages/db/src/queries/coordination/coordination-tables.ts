import type { Json, ParentClosePolicy } from "@tempograph/graph";
import type { Generated, GeneratedAlways } from "kysely";
import type { DefaultTime, Jsonb, Nullable, NullableJsonb, NullableTime, Time } from "../../connection/column-types.ts";

/** The tables of what executions ask of each other. */
export interface CoordinationTables {
  calls: CallsTable;
  replies: RepliesTable;
  event_waits: EventWaitsTable;
  event_takes: EventTakesTable;
  lock_holders: LockHoldersTable;
  lock_waiters: LockWaitersTable;
}

/** Who called whom. */
export interface CallsTable {
  project: Generated<string>;
  child_id: string;
  parent_id: string;
  parent_path: string;
  reply_key: string;
  wait: boolean;
  parent_close_policy: ParentClosePolicy;
  depth: number;
  closed_at: NullableTime;
  end_how: Nullable<"cancel" | "terminate">;
  end_due_at: NullableTime;
  end_attempts: Generated<number>;
}

export interface RepliesTable {
  id: GeneratedAlways<number>;
  project: Generated<string>;
  execution_id: string;
  path: string;
  key: string;
  body: Jsonb<Json>;
  created_at: DefaultTime;
  delivered_at: NullableTime;
  undeliverable: Generated<boolean>;
  lease_until: NullableTime;
  attempts: Generated<number>;
  error: Nullable<string>;
}

export interface EventWaitsTable {
  id: GeneratedAlways<number>;
  project: Generated<string>;
  execution_id: string;
  path: string;
  key: string;
  event_type: string;
  match: NullableJsonb<Json>;
  workflow: Jsonb<{ readonly id: string; readonly name: string; readonly version: number }>;
  match_path: Generated<string>;
  match_value: Generated<string>;
  since: Time;
  until: NullableTime;
}

export interface EventTakesTable {
  execution_id: string;
  node_path: string;
  event_id: string;
  key: string;
}

export interface LockHoldersTable {
  project: Generated<string>;
  lock_key: string;
  execution_id: string;
  path: string;
}

export interface LockWaitersTable {
  id: GeneratedAlways<number>;
  project: Generated<string>;
  lock_key: string;
  execution_id: string;
  path: string;
  reply_key: string;
}
