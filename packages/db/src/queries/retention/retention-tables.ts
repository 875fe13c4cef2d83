import type { Generated } from "kysely";
import type { DefaultTime, Nullable, NullableTime } from "../../connection/column-types.ts";

/** The tables of retention: policies, legal holds, the state of the removal, and its runs. */
export interface RetentionTables {
  retention_policies: RetentionPoliciesTable;
  retention_holds: RetentionHoldsTable;
  retention_state: RetentionStateTable;
  retention_runs: RetentionRunsTable;
}

export interface RetentionPoliciesTable {
  project: string;
  /** Empty: the policy of the project itself. */
  workflow_id: string;
  history_days: Nullable<number>;
  value_days: Nullable<number>;
  shape_days: Nullable<number>;
  updated_at: DefaultTime;
  updated_by: string;
}

/** With an execution, it holds that one; with a workflow, its executions; with neither, everything of the project. */
export interface RetentionHoldsTable {
  id: string;
  project: string;
  workflow_id: Nullable<string>;
  execution_id: Nullable<string>;
  reason: string;
  created_at: DefaultTime;
  created_by: string;
  released_at: NullableTime;
  released_by: Nullable<string>;
}

/** One row: which process removes, and how it gets on. */
export interface RetentionStateTable {
  one: Generated<boolean>;
  holder: Nullable<string>;
  lease_until: NullableTime;
  fence: Generated<number>;
  looked_at: NullableTime;
  /** How long Temporal keeps closed executions, in milliseconds. */
  temporal_ms: Nullable<number>;
  removed_rows: Generated<number>;
  problem: Nullable<string>;
  problem_since: NullableTime;
}

export interface RetentionRunsTable {
  id: Generated<string>;
  project: string;
  started_at: DefaultTime;
  updated_at: DefaultTime;
  ended_at: NullableTime;
  removed_rows: Generated<number>;
  exported_rows: Generated<number>;
  exported_bytes: Generated<number>;
  problem: Nullable<string>;
}
