import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type {
  Definition,
  ExecutionStatus,
  Failure,
  Graph,
  Json,
  JsonObject,
  NodeTypeManifest,
  Seed,
  StepStatus,
  Trigger,
} from "@tempograph/graph";
import type { AuditTables } from "./audit/audit-tables.ts";
import type { ConnectionTables } from "./connections/connection-tables.ts";
import type { BulkTables } from "./queries/bulk/bulk-tables.ts";
import type { CoordinationTables } from "./queries/coordination/coordination-tables.ts";
import type { LedgerTables } from "./queries/dispatch/ledger-tables.ts";
import type { TriggerTables } from "./queries/triggers/trigger-tables.ts";
import type { DefaultTime, Jsonb, Nullable, NullableJsonb, NullableTime, Time } from "./connection/column-types.ts";
import type { RetentionTables } from "./queries/retention/retention-tables.ts";
import type { StateTables } from "./queries/state/state-tables.ts";
import type { HookTables } from "./queries/hooks/hook-tables.ts";

/**
 * Every table, as Kysely sees it. Names are Postgres' own (snake_case).
 *
 * jsonb is read as the value and written as `jsonb(value)`; bigint is a number (ids and counters stay far below 2^53);
 * timestamptz is read as Date and written as Date or RFC 3339 text.
 */
export interface Tables
  extends
    AuditTables,
    BulkTables,
    ConnectionTables,
    CoordinationTables,
    HookTables,
    LedgerTables,
    RetentionTables,
    StateTables,
    TriggerTables {
  projects: ProjectsTable;
  workflows: WorkflowsTable;
  workflow_versions: WorkflowVersionsTable;
  events: EventsTable;
  executions: ExecutionsTable;
  steps: StepsTable;
  listed_steps: ListedStepsTable;
  step_attempts: StepAttemptsTable;
  step_logs: StepLogsTable;
  history_events: HistoryEventsTable;
  history_batches: HistoryBatchesTable;
  mirror_runs: MirrorRunsTable;
  superseded_runs: SupersededRunsTable;
  execution_updates: ExecutionUpdatesTable;
  execution_update_batches: ExecutionUpdateBatchesTable;
  node_types: NodeTypesTable;
  payload_blobs: PayloadBlobsTable;
  payload_references: PayloadReferencesTable;
  tokens: TokensTable;
  sessions: SessionsTable;
  signing_keys: SigningKeysTable;
  worker_processes: WorkerProcessesTable;
  temporal_namespace: TemporalNamespaceTable;
}

/** In which namespace of Temporal the executions run: at most one row. */
export interface TemporalNamespaceTable {
  one: Generated<boolean>;
  namespace_id: string;
  namespace: string;
  cluster_id: Nullable<string>;
  since: DefaultTime;
}

/** Teams that share an installation. Everything that a caller can see or change belongs to one of them (I13). */
export interface ProjectsTable {
  id: string;
  name: string;
  created_at: DefaultTime;
  max_open_executions: Nullable<number>;
  max_events_per_minute: Nullable<number>;
  max_stored_megabytes: Nullable<number>;
  max_waiting_events: Nullable<number>;
  counted_bytes: Generated<string>;
  counted_seq: Generated<string>;
  counted_at: NullableTime;
  egress_only: Nullable<string[]>;
  egress_deny: Generated<string[]>;
}

export interface WorkflowsTable {
  id: string;
  project: Generated<string>;
  name: string;
  description: Nullable<string>;
  status: Generated<"active" | "archived" | "deleted">;
  draft: Jsonb<{ readonly graph: Graph | JsonObject; readonly triggers: readonly Trigger[] }>;
  draft_revision: Generated<number>;
  published_version: Nullable<number>;
  latest_version: Generated<number>;
  fingerprint: Nullable<string>;
  key: Nullable<string>;
  created_at: DefaultTime;
  updated_at: DefaultTime;
}

export interface WorkflowVersionsTable {
  workflow_id: string;
  version: number;
  graph: Jsonb<Graph>;
  triggers: Jsonb<readonly Trigger[]>;
  definition: Jsonb<Definition>;
  definition_hash: string;
  interpreter_version: number;
  /** Null: an execution runs it by hand, and it was never published. */
  published_at: ColumnType<Date | null, Date | null, Date>;
  note: Nullable<string>;
}

export interface EventsTable {
  id: string;
  project: Generated<string>;
  seq: GeneratedAlways<number>;
  type: string;
  source: string;
  subject: Nullable<string>;
  time: Time;
  attributes: NullableJsonb<JsonObject>;
  data: Jsonb<Json>;
  idempotency_key: Nullable<string>;
  fingerprint: string;
  resend_of: Nullable<string>;
  received_at: DefaultTime;
  dispatched_at: NullableTime;
  trigger_set_version: Nullable<number>;
  matched: Nullable<number>;
  concerned: Nullable<number>;
  filtered: Nullable<number>;
  /** Executions in the chain of emitted events before this one. */
  hops: Generated<number>;
  /** When retention has removed its data, which is null since then. */
  data_removed_at: NullableTime;
}

export interface ExecutionsTable {
  id: string;
  project: Generated<string>;
  seq: GeneratedAlways<number>;
  workflow_id: string;
  workflow_version: number;
  event_id: string;
  trigger_id: string;
  status: Generated<ExecutionStatus>;
  run_id: Nullable<string>;
  first_run_id: Nullable<string>;
  created_at: DefaultTime;
  started_at: NullableTime;
  closed_at: NullableTime;
  output: NullableJsonb<Json>;
  failure: NullableJsonb<Failure>;
  history_events: Nullable<number>;
  mirror_ok: Nullable<boolean>;
  mirror_problem: NullableJsonb<Json>;
  /** Since when a person keeps it as it was mirrored, although Temporal has another state. */
  kept_at: NullableTime;
  /** What a person has decided about the difference, until a worker has done it. */
  reconcile: Nullable<Reconciliation>;
  /** Since when Temporal has not known its run; also of one that was closed as lost, as long as it is asked about. */
  missing_since: NullableTime;
  lost_locks: NullableJsonb<Json>;
  /** Since when no worker can carry out its workflow task, and why. */
  task_fails_since: NullableTime;
  task_failure: Nullable<string>;
  update_seq: Generated<number>;
  start_lease_until: NullableTime;
  start_attempts: Generated<number>;
  start_error: Nullable<string>;
  paused: Generated<boolean>;
  rerun_of: Nullable<string>;
  rerun_from: Nullable<string>;
  seed: NullableJsonb<Seed>;
  /** What retention has removed: 0 nothing, 1 the history, 2 the values, too. */
  removed: Generated<number>;
  concurrency_key: Nullable<string>;
  priority: Generated<number>;
  fairness_key: Generated<string>;
  fairness_weight: Generated<number>;
}

export interface StepsTable {
  execution_id: string;
  path: string;
  position: number;
  node_id: string;
  type: string;
  status: StepStatus;
  port: Nullable<string>;
  input: NullableJsonb<Json>;
  output: NullableJsonb<Json>;
  failure: NullableJsonb<Failure>;
  attempts: Generated<number>;
  scheduled_at: NullableTime;
  started_at: NullableTime;
  ended_at: NullableTime;
  known_from: "advisory" | "history";
}

/** Approvals and steps that wait, for lists of them. A trigger of `steps` writes the rows. */
export interface ListedStepsTable {
  execution_id: string;
  path: string;
  project: string;
  execution_seq: number;
  workflow_id: string;
  type: string;
  status: StepStatus;
  port: string | null;
  /** MD5 of the name of what it waits for: a name can be too long for an index. */
  name_hash: string | null;
  /** Null: anybody may decide. */
  approvers: NullableJsonb<Json>;
}

export interface StepAttemptsTable {
  execution_id: string;
  path: string;
  attempt: number;
  started_at: NullableTime;
  ended_at: NullableTime;
  failure: NullableJsonb<Failure>;
  worker: Nullable<string>;
}

export interface StepLogsTable {
  id: GeneratedAlways<number>;
  execution_id: string;
  path: string;
  attempt: number;
  level: string;
  message: string;
  fields: NullableJsonb<Json>;
  at: Time;
}

/** Events that an older version has mirrored, one in a row. */
export interface HistoryEventsTable {
  execution_id: string;
  run_id: string;
  event_id: number;
  event_type: string;
  event_time: Time;
  attributes: Jsonb<JsonObject>;
}

/** What counts where Temporal and the mirror differ, because one of them was restored from an older copy. */
export type Reconciliation = "temporal" | "mirror";

/** What was mirrored of an execution before Temporal's state took its place, or before it was started again. */
export interface SupersededRunsTable {
  execution_id: string;
  superseded_at: DefaultTime;
  run_id: Nullable<string>;
  execution: Jsonb<JsonObject>;
  steps: Jsonb<Json>;
  history: Jsonb<Json>;
}

/** Many events in a row, without a gap between them. */
export interface HistoryBatchesTable {
  execution_id: string;
  run_id: string;
  first_event_id: number;
  last_event_id: number;
  first_event_time: Time;
  events: Jsonb<Json>;
}

export interface MirrorRunsTable {
  execution_id: string;
  run_id: string;
  fence: Generated<number>;
  lease_until: NullableTime;
}

export interface ExecutionUpdatesTable {
  execution_id: string;
  seq: number;
  key: string;
  kind: "status" | "step" | "attempt" | "log";
  path: Nullable<string>;
  body: Jsonb<Json>;
  at: Time;
}

export interface ExecutionUpdateBatchesTable {
  execution_id: string;
  first_seq: number;
  seq: number;
  updates: Jsonb<Json>;
}

export interface PayloadBlobsTable {
  hash: string;
  data: Buffer;
  compression: "none" | "zstd";
  size: number;
  last_used_at: DefaultTime;
}

export interface PayloadReferencesTable {
  execution_id: string;
  hash: string;
  created_at: DefaultTime;
}

export interface NodeTypesTable {
  type: string;
  manifest: Jsonb<NodeTypeManifest>;
}

export interface TokensTable {
  id: string;
  project: Generated<string>;
  name: string;
  roles: string[];
  hash: string;
  created_at: DefaultTime;
  created_by: string;
  expires_at: NullableTime;
  last_used_at: NullableTime;
  revoked_at: NullableTime;
}

export interface SessionsTable {
  hash: string;
  project: Generated<string>;
  name: string;
  roles: string[];
  created_at: DefaultTime;
  expires_at: Time;
  token_hash: Nullable<string>;
  is_link: Generated<boolean>;
}

/** The public keys of the API, whose signatures executions accept (I15). */
export interface SigningKeysTable {
  id: string;
  /** An Ed25519 public key: 32 bytes in hex. */
  public_key: string;
  created_at: DefaultTime;
  /** Executions that start from now on no longer accept the key. */
  retired_at: NullableTime;
}

/** The workers that run. Each renews its own row, and nothing but what people see depends on the rows. */
export interface WorkerProcessesTable {
  id: string;
  host: string;
  pid: number;
  task_queue: string;
  started_at: DefaultTime;
  seen_at: DefaultTime;
  mirror_lag_ms: Nullable<number>;
}
