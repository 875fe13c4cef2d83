import type { Tables } from "../tables.ts";

/** The role of the API, in which it logs in or which its connections take on: it sees the rows of one project at a time. */
export const API_ROLE = "tempograph_api";
/** The role of workers, likewise: they serve every project. */
export const WORKER_ROLE = "tempograph_worker";

export const ROW_RIGHTS = ["select", "insert", "update", "delete"] as const;
type Right = (typeof ROW_RIGHTS)[number];

export interface RowAccess {
  /**
   * What decides to which project a row belongs: its own column `project`, or the row that it hangs on (`owner`, found by
   * `column`). `installation`: every project shares the rows.
   */
  readonly of:
    | "project"
    | "installation"
    | { readonly owner: keyof Tables; readonly column: string; readonly key: string };
  /** What the API may do with rows of the caller's project. */
  readonly api: readonly Right[];
  /** What workers may do. Default: everything. */
  readonly worker?: readonly Right[];
  /** The API's own work, done for no caller, reaches the rows of every project. */
  readonly everyProject?: boolean;
}

const ofExecution = { owner: "executions", column: "execution_id", key: "id" } as const;

/**
 * How the policies of row-level security choose rows (I13). A new table gets a row here: without one it does not compile, and
 * without a policy nobody but the owner of the database could read it.
 */
export const rowAccess: Readonly<Record<keyof Tables, RowAccess>> = {
  projects: { of: "installation", api: ["select", "insert", "update"] },
  workflows: { of: "project", api: ["select", "insert", "update"] },
  workflow_versions: {
    of: { owner: "workflows", column: "workflow_id", key: "id" },
    api: ["select", "insert", "update"],
  },
  trigger_set: { of: "installation", api: ["select", "update"] },
  // A trigger of the database writes both, with the rights of the owner.
  trigger_sets: { of: "project", api: ["select"], worker: ["select"] },
  live_triggers: { of: "project", api: ["select"], worker: ["select"] },
  // The API closes executions that have not started: the places that they held go to pairs that wait.
  event_outcomes: { of: "project", api: ["select", "update"] },
  start_marks: { of: "project", api: [] },
  // The API closes executions that have not started: nobody has to cancel them any more.
  cancel_requests: { of: "project", api: ["select", "delete"] },
  condition_facts: { of: "project", api: ["select"] },
  lookup_cache: { of: "project", api: [] },
  events: { of: "project", api: ["select", "insert"] },
  executions: { of: "project", api: ["select", "insert", "update"] },
  steps: { of: ofExecution, api: ["select"] },
  listed_steps: { of: "project", api: ["select"] },
  step_attempts: { of: ofExecution, api: ["select"] },
  step_logs: { of: ofExecution, api: ["select"] },
  history_events: { of: ofExecution, api: ["select"] },
  history_batches: { of: ofExecution, api: ["select"] },
  mirror_runs: { of: ofExecution, api: [] },
  superseded_runs: { of: ofExecution, api: ["select"] },
  execution_updates: { of: ofExecution, api: ["select", "insert"] },
  execution_update_batches: { of: ofExecution, api: ["select"] },
  node_types: { of: "installation", api: ["select"] },
  payload_blobs: {
    of: { owner: "payload_references", column: "hash", key: "hash" },
    api: ["select", "insert", "update"],
    everyProject: true,
  },
  payload_references: { of: ofExecution, api: ["select", "insert"], everyProject: true },
  // The API closes executions that have not started, with everything that they hold.
  calls: { of: { owner: "executions", column: "child_id", key: "id" }, api: ["select", "update"] },
  replies: { of: ofExecution, api: ["select", "insert", "delete"] },
  event_waits: { of: "project", api: ["select", "update", "delete"] },
  event_takes: { of: ofExecution, api: ["select", "delete"] },
  lock_holders: { of: "project", api: ["select", "insert", "delete"] },
  lock_waiters: { of: "project", api: ["select", "delete"] },
  // The API ends executions, too, and whoever ends one notes it.
  told_failures: { of: "project", api: ["select", "insert"] },
  retention_policies: { of: "project", api: ["select", "insert", "update", "delete"] },
  retention_holds: { of: "project", api: ["select", "insert", "update"] },
  retention_state: { of: "installation", api: ["select"] },
  retention_runs: { of: "project", api: ["select"] },
  state_entries: { of: "project", api: ["select", "insert", "update", "delete"] },
  state_members: { of: { owner: "state_entries", column: "entry_id", key: "id" }, api: ["select", "delete"] },
  state_answers: { of: "project", api: [] },
  // Append-only: a trigger chains each row to the one before it, with the rights of the owner.
  audit_log: { of: "project", api: ["select", "insert"], worker: ["select", "insert"] },
  audit_chains: { of: "project", api: ["select"], worker: ["select"] },
  bulk_jobs: { of: "project", api: ["select", "insert", "update", "delete"], everyProject: true },
  bulk_items: {
    of: { owner: "bulk_jobs", column: "job_id", key: "id" },
    api: ["select", "insert", "update", "delete"],
    everyProject: true,
  },
  // A token says to which project its caller belongs, so it is looked up before the project is known.
  // The same holds for sessions.
  sessions: { of: "project", api: ["select", "insert", "delete"], everyProject: true },
  tokens: { of: "project", api: ["select", "insert", "update"], everyProject: true },
  workflow_triggers: { of: "project", api: ["select", "insert", "update"] },
  // A worker that could add a key could decide approvals.
  signing_keys: { of: "installation", api: ["select", "insert", "update"], worker: ["select"] },
  worker_processes: { of: "installation", api: ["select"] },
  temporal_namespace: { of: "installation", api: ["select"] },
  source_types: { of: "installation", api: ["select"] },
  connection_types: { of: "installation", api: ["select"] },
  connections: { of: "project", api: ["select", "insert", "update", "delete"] },
  connection_tokens: { of: "project", api: ["select"] },
  // One query finds the answers for which senders wait in this process, whatever their projects are.
  hook_answers: { of: "project", api: ["select", "insert", "delete"], everyProject: true },
  event_files: { of: "project", api: ["select", "insert", "delete"] },
  // The address of a test does not say whose it is.
  hook_tests: { of: "project", api: ["select", "insert", "update"], everyProject: true },
  // A browser comes back from a service without saying for which project.
  connection_sign_ins: { of: "project", api: ["select", "insert", "update", "delete"], everyProject: true },
};
