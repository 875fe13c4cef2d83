import type { MetricDescriptor } from "./metric-descriptor.ts";

/** Of what a program does by itself. */
const SHORT = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Of what waits for others. */
const LONG = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

const BOTH = ["api", "worker"] as const;

/** All metrics of our own. Names follow the conventions of Prometheus: base units, `_total` for counters. */
export const METRICS = {
  tempograph_events_received_total: {
    type: "counter",
    help: "Events that were handed in, by what became of them: stored, deduplicated, conflict, failed.",
    labels: ["outcome"],
    of: BOTH,
  },
  tempograph_event_store_seconds: {
    type: "histogram",
    help: "From the arrival of a call with events until they are stored.",
    labels: [],
    of: BOTH,
    buckets: SHORT,
  },
  tempograph_http_request_seconds: {
    type: "histogram",
    help: "Answers of the API by route, method and class of status, without live updates, whose answers do not end.",
    labels: ["method", "route", "status"],
    of: ["api"],
    buckets: SHORT,
  },
  tempograph_events_dispatched_total: {
    type: "counter",
    help: "Events that were matched with the workflows that listen.",
    labels: [],
    of: ["worker"],
  },
  tempograph_event_dispatch_seconds: {
    type: "histogram",
    help: "From the moment when an event was stored until it was matched.",
    labels: [],
    of: ["worker"],
    buckets: LONG,
  },
  tempograph_executions_created_total: {
    type: "counter",
    help: "Executions that matched events have made.",
    labels: [],
    of: ["worker"],
  },
  tempograph_execution_starts_total: {
    type: "counter",
    help: "Starts on Temporal, by what became of them: started, refused (the execution fails), delayed (tried again), unavailable (Temporal is away).",
    labels: ["outcome"],
    of: ["worker"],
  },
  tempograph_execution_start_seconds: {
    type: "histogram",
    help: "How long Temporal took to take an execution.",
    labels: [],
    of: ["worker"],
    buckets: SHORT,
  },
  tempograph_node_attempts_total: {
    type: "counter",
    help: "Attempts of steps, by node type and by outcome: succeeded, failed, cancelled.",
    labels: ["type", "outcome"],
    of: ["worker"],
  },
  tempograph_node_attempt_seconds: {
    type: "histogram",
    help: "How long attempts took, by node type.",
    labels: ["type"],
    of: ["worker"],
    buckets: LONG,
  },
  tempograph_node_failures_total: {
    type: "counter",
    help: "Attempts that failed, by node type and code of the failure. From the 200th pair on the code is `other`.",
    labels: ["type", "code"],
    of: ["worker"],
  },
  tempograph_executions_closed_total: {
    type: "counter",
    help: "Executions whose close was written, by status.",
    labels: ["status"],
    of: ["worker"],
  },
  tempograph_mirror_lag_seconds: {
    type: "histogram",
    help: "From the close of an execution in Temporal until it is written.",
    labels: [],
    of: ["worker"],
    buckets: LONG,
  },
  tempograph_mirror_differences_total: {
    type: "counter",
    help: "Closes at which the mirror and Temporal differed.",
    labels: [],
    of: ["worker"],
  },
  tempograph_loop_rounds_total: {
    type: "counter",
    help: "Rounds of the loops of a process, by outcome: done, failed.",
    labels: ["loop", "outcome"],
    of: BOTH,
  },
  tempograph_loop_still_seconds: {
    type: "gauge",
    help: "For how long a loop has got nowhere. 0: its last round has succeeded.",
    labels: ["loop"],
    of: BOTH,
  },
  tempograph_postgres_connections: {
    type: "gauge",
    help: "Connections to Postgres, by state: used, idle, most (how many there may be).",
    labels: ["state"],
    of: BOTH,
  },
  tempograph_postgres_waiting: {
    type: "gauge",
    help: "Queries that wait for a connection.",
    labels: [],
    of: BOTH,
  },
  tempograph_worker_running: {
    type: "gauge",
    help: "1 while the worker polls Temporal for tasks.",
    labels: [],
    of: ["worker"],
  },
  tempograph_worker_behind: {
    type: "gauge",
    help: "1 while workflow tasks wait for longer than usual in this worker. Then it starts at most one execution in a second; others wait in Postgres.",
    labels: [],
    of: ["worker"],
  },
  tempograph_workers_alive: {
    type: "gauge",
    help: "Workers that have said within the last seconds that they are alive.",
    labels: [],
    of: ["api"],
  },
  tempograph_events_waiting: {
    type: "gauge",
    help: "Events that nobody has matched yet, counted up to 10,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_oldest_event_seconds: {
    type: "gauge",
    help: "For how long the oldest event has waited to be matched. 0: none waits.",
    labels: [],
    of: ["api"],
  },
  tempograph_executions_waiting: {
    type: "gauge",
    help: "Executions that have not started on Temporal, counted up to 10,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_starts_refused: {
    type: "gauge",
    help: "Executions among them whose start has failed, counted up to 1,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_events_held: {
    type: "gauge",
    help: "Events that start policies hold, counted up to 10,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_events_held_overdue: {
    type: "gauge",
    help: "Held events whose time came a minute ago, counted up to 1,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_events_held_stuck: {
    type: "gauge",
    help: "Held events that nothing will ever decide.",
    labels: [],
    of: ["api"],
  },
  tempograph_lookups_failing: {
    type: "gauge",
    help: "Events that wait because a lookup of a condition fails, counted up to 1,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_triggers_broken: {
    type: "gauge",
    help: "Triggers that do not work, counted up to 1,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_executions_unequal: {
    type: "gauge",
    help: "Executions of the last day whose mirror differs from Temporal, counted up to 1,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_executions_missing: {
    type: "gauge",
    help: "Executions that Temporal does not know, counted up to 1,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_executions_rolled_back: {
    type: "gauge",
    help: "Executions that Temporal does not have as they were mirrored, because its data is older, counted up to 1,000.",
    labels: [],
    of: ["api"],
  },
  tempograph_retention_removed_rows_total: {
    type: "counter",
    help: "Rows that were deleted or emptied because their time of retention was over.",
    labels: [],
    of: ["worker"],
  },
  tempograph_retention_batch_seconds: {
    type: "histogram",
    help: "How long a batch of the removal took, with its export.",
    labels: [],
    of: ["worker"],
    buckets: LONG,
  },
  tempograph_retention_looked_seconds: {
    type: "gauge",
    help: "Seconds since a worker last found that nothing more is due for removal. Absent while no project has a policy. Every worker tells it.",
    labels: [],
    of: ["worker"],
  },
  tempograph_retention_stopped: {
    type: "gauge",
    help: "1 while nothing can be removed, such as while an export cannot be written. Every worker tells it.",
    labels: [],
    of: ["worker"],
  },
  tempograph_leases: {
    type: "gauge",
    help: "Leases in Postgres by what they are for (start, follow) and by state (held, run_out), each counted up to 10,000. Every worker tells all of them.",
    labels: ["for", "state"],
    of: ["worker"],
  },
  tempograph_scrape_errors_total: {
    type: "counter",
    help: "Times that gauges could not be read, such as while Postgres is away. They are absent then.",
    labels: [],
    of: BOTH,
  },
} as const satisfies Readonly<Record<`tempograph_${string}`, MetricDescriptor>>;

type Table = typeof METRICS;
export type MetricName = keyof Table;
type OfType<Type> = { [Name in MetricName]: Table[Name]["type"] extends Type ? Name : never }[MetricName];
export type CounterName = OfType<"counter">;
export type GaugeName = OfType<"gauge">;
export type HistogramName = OfType<"histogram">;
/** A value for each label of the metric. */
export type LabelsOf<Name extends MetricName> = { readonly [Label in Table[Name]["labels"][number]]: string };
