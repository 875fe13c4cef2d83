/** A picture of the dashboard. */
export interface Panel {
  readonly title: string;
  readonly unit: "reqps" | "s" | "short" | "percentunit";
  readonly lines: readonly { readonly expr: string; readonly legend: string }[];
}

const rate = (metric: string, by: string, more = ""): string =>
  `sum by (${by}) (rate(${metric}${more}[$__rate_interval]))`;

function quantiles(metric: string): Panel["lines"] {
  return [0.5, 0.99].map((quantile) => ({
    expr: `histogram_quantile(${String(quantile)}, sum by (le) (rate(${metric}_bucket[$__rate_interval])))`,
    legend: `p${String(quantile * 100)}`,
  }));
}

const greatest = (...metrics: readonly string[]): Panel["lines"] =>
  metrics.map((metric) => ({
    expr: `max(${metric})`,
    legend: metric.replace("tempograph_", "").replaceAll("_", " "),
  }));

/** The rows of the dashboard with their panels, from above. */
export const ROWS: Readonly<Record<string, readonly Panel[]>> = {
  "What comes in": [
    {
      title: "Events",
      unit: "reqps",
      lines: [{ expr: rate("tempograph_events_received_total", "outcome"), legend: "{{outcome}}" }],
    },
    { title: "Until an event is stored", unit: "s", lines: quantiles("tempograph_event_store_seconds") },
    {
      title: "Answers of the API",
      unit: "reqps",
      lines: [{ expr: rate("tempograph_http_request_seconds_count", "status"), legend: "{{status}}" }],
    },
    { title: "Time of an answer of the API", unit: "s", lines: quantiles("tempograph_http_request_seconds") },
  ],
  "What waits": [
    {
      title: "Waiting",
      unit: "short",
      lines: greatest("tempograph_events_waiting", "tempograph_executions_waiting", "tempograph_events_held"),
    },
    { title: "Age of the oldest event", unit: "s", lines: greatest("tempograph_oldest_event_seconds") },
    {
      title: "What somebody has to look at",
      unit: "short",
      lines: greatest(
        "tempograph_starts_refused",
        "tempograph_events_held_overdue",
        "tempograph_events_held_stuck",
        "tempograph_lookups_failing",
        "tempograph_triggers_broken",
        "tempograph_executions_unequal",
        "tempograph_executions_missing",
        "tempograph_executions_rolled_back",
      ),
    },
    {
      title: "Retention: rows removed",
      unit: "short",
      lines: [
        { expr: "sum(rate(tempograph_retention_removed_rows_total[$__rate_interval]))", legend: "rows per second" },
        { expr: "max(tempograph_retention_stopped)", legend: "cannot remove" },
      ],
    },
    {
      title: "Retention: batches, p95, and since nothing was due",
      unit: "s",
      lines: [
        {
          expr: "histogram_quantile(0.95, sum by (le) (rate(tempograph_retention_batch_seconds_bucket[$__rate_interval])))",
          legend: "batch",
        },
        { expr: "max(tempograph_retention_looked_seconds)", legend: "since nothing was due" },
      ],
    },
    {
      title: "Leases",
      unit: "short",
      lines: [{ expr: "max by (for, state) (tempograph_leases)", legend: "{{for}} {{state}}" }],
    },
  ],
  Executions: [
    {
      title: "Matched and started",
      unit: "reqps",
      lines: [
        { expr: "sum(rate(tempograph_events_dispatched_total[$__rate_interval]))", legend: "events matched" },
        { expr: "sum(rate(tempograph_executions_created_total[$__rate_interval]))", legend: "executions" },
        { expr: rate("tempograph_execution_starts_total", "outcome"), legend: "start: {{outcome}}" },
      ],
    },
    { title: "Until an event is matched", unit: "s", lines: quantiles("tempograph_event_dispatch_seconds") },
    { title: "Time of a start", unit: "s", lines: quantiles("tempograph_execution_start_seconds") },
    {
      title: "Closed",
      unit: "reqps",
      lines: [{ expr: rate("tempograph_executions_closed_total", "status"), legend: "{{status}}" }],
    },
  ],
  Steps: [
    {
      title: "Attempts by node type",
      unit: "reqps",
      lines: [{ expr: rate("tempograph_node_attempts_total", "type"), legend: "{{type}}" }],
    },
    {
      title: "Time of an attempt, p99",
      unit: "s",
      lines: [
        {
          expr: "histogram_quantile(0.99, sum by (le, type) (rate(tempograph_node_attempt_seconds_bucket[$__rate_interval])))",
          legend: "{{type}}",
        },
      ],
    },
    {
      title: "Failures by code",
      unit: "reqps",
      lines: [{ expr: rate("tempograph_node_failures_total", "type, code"), legend: "{{type}} {{code}}" }],
    },
    {
      title: "Tasks in Temporal's queue, p99",
      unit: "s",
      lines: [
        {
          expr: "histogram_quantile(0.99, sum by (le) (rate(temporal_activity_schedule_to_start_latency_seconds_bucket[$__rate_interval])))",
          legend: "activities",
        },
        {
          expr: "histogram_quantile(0.99, sum by (le) (rate(temporal_workflow_task_schedule_to_start_latency_seconds_bucket[$__rate_interval])))",
          legend: "workflow tasks",
        },
      ],
    },
  ],
  Mirror: [
    { title: "From close to row", unit: "s", lines: quantiles("tempograph_mirror_lag_seconds") },
    {
      title: "Differences found",
      unit: "reqps",
      lines: [{ expr: "sum(rate(tempograph_mirror_differences_total[$__rate_interval]))", legend: "differences" }],
    },
  ],
  Processes: [
    {
      title: "Workers",
      unit: "short",
      lines: [
        { expr: "max(tempograph_workers_alive)", legend: "alive" },
        { expr: "sum(tempograph_worker_running)", legend: "polling" },
        { expr: "sum(tempograph_worker_behind)", legend: "behind" },
      ],
    },
    {
      title: "Loops that get nowhere",
      unit: "s",
      lines: [{ expr: "max by (instance, loop) (tempograph_loop_still_seconds)", legend: "{{instance}} {{loop}}" }],
    },
    {
      title: "Rounds that failed, gauges that could not be read",
      unit: "reqps",
      lines: [
        { expr: rate("tempograph_loop_rounds_total", "loop", '{outcome="failed"}'), legend: "{{loop}}" },
        { expr: "sum(rate(tempograph_scrape_errors_total[$__rate_interval]))", legend: "gauges" },
      ],
    },
    {
      title: "Connections to Postgres",
      unit: "short",
      lines: [
        { expr: "max by (instance, state) (tempograph_postgres_connections)", legend: "{{instance}} {{state}}" },
        { expr: "max by (instance) (tempograph_postgres_waiting)", legend: "{{instance}} waiting" },
      ],
    },
    {
      title: "CPU",
      unit: "percentunit",
      lines: [
        { expr: "sum by (instance) (rate(process_cpu_seconds_total[$__rate_interval]))", legend: "{{instance}}" },
      ],
    },
    {
      title: "Event loop, p99",
      unit: "s",
      lines: [{ expr: "max by (instance) (nodejs_eventloop_lag_p99_seconds)", legend: "{{instance}}" }],
    },
  ],
};
