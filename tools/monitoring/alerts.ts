/** When somebody has to look. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  /** How long it has to hold. */
  readonly for: string;
  /** `critical`: executions stand still or may be wrong. `warning`: it can wait until tomorrow. */
  readonly severity: "critical" | "warning";
  readonly summary: string;
  readonly description: string;
}

export const ALERTS: readonly Alert[] = [
  {
    alert: "TempographNoWorker",
    expr: "max(tempograph_workers_alive) == 0",
    for: "2m",
    severity: "critical",
    summary: "No worker is alive",
    description:
      "Events are still stored, and nothing is executed. Look at the workers' logs; a worker that cannot reach Temporal or Postgres says so there.",
  },
  {
    alert: "TempographMetricsAbsent",
    expr: "absent(tempograph_workers_alive)",
    for: "5m",
    severity: "critical",
    summary: "No API tells how much waits",
    description:
      "Either no API is scraped, or none can read Postgres. Ask `GET /health` of an API which part is missing.",
  },
  {
    alert: "TempographEventsWait",
    expr: "max(tempograph_oldest_event_seconds) > 60",
    for: "2m",
    severity: "critical",
    summary: "Events wait to be matched for more than a minute",
    description:
      "Too few workers, or a loop of theirs stands still (tempograph_loop_still_seconds). Under a burst it passes by itself.",
  },
  {
    alert: "TempographLoopStandsStill",
    expr: "max by (instance, loop) (tempograph_loop_still_seconds) > 60",
    for: "1m",
    severity: "critical",
    summary: "The loop `{{ $labels.loop }}` of {{ $labels.instance }} gets nowhere",
    description:
      "The process's log says why its rounds fail. Where it says nothing, what it waits for does not answer.",
  },
  {
    alert: "TempographStartsFail",
    // `unless`, not `and … == 0`: a process that has never started an execution has no series of those that it started.
    expr: 'sum(rate(tempograph_execution_starts_total{outcome!="started"}[5m])) > 0 unless sum(rate(tempograph_execution_starts_total{outcome="started"}[5m])) > 0',
    for: "5m",
    severity: "critical",
    summary: "Temporal takes no executions",
    description:
      "Executions wait in Postgres and start as soon as Temporal takes them. The page of an execution that waits says what Temporal answered.",
  },
  {
    alert: "TempographMirrorDiffers",
    expr: "max(tempograph_executions_unequal) > 0",
    for: "5m",
    severity: "critical",
    summary: "Executions differ between the mirror and Temporal",
    description:
      "Pages and queries show something else than what happened. `mirrorProblem` of each of them says what differs.",
  },
  {
    alert: "TempographExecutionsMissing",
    expr: "max(tempograph_executions_missing) > 0",
    for: "10m",
    severity: "critical",
    summary: "Temporal does not know executions that are running",
    description:
      "Temporal was restored from an older copy, or its data is gone. See “Executions that Temporal does not know” in the guide, before they count as lost.",
  },
  {
    alert: "TempographTemporalRolledBack",
    expr: "max(tempograph_executions_rolled_back) > 0",
    for: "1m",
    severity: "critical",
    summary: "Temporal does not have executions as they were mirrored",
    description:
      "Temporal was probably restored from an older copy. `tempograph doctor --repair` lists them and asks what to do; see the guide to back-ups.",
  },
  {
    alert: "TempographMirrorLags",
    expr: "histogram_quantile(0.99, sum by (le) (rate(tempograph_mirror_lag_seconds_bucket[5m]))) > 30",
    for: "10m",
    severity: "warning",
    summary: "Closed executions show after more than 30 s",
    description:
      "Postgres is slow, or the workers have too little CPU. Nothing is lost: the sweep writes what is left.",
  },
  {
    alert: "TempographHeldTooLong",
    expr: "max(tempograph_events_held_overdue) > 0 or max(tempograph_events_held_stuck) > 0",
    for: "10m",
    severity: "warning",
    summary: "Held events are not decided",
    description:
      "Start policies hold events whose time has come, or that nothing will decide. The page of the workflow lists them.",
  },
  {
    alert: "TempographTriggersBroken",
    expr: "max(tempograph_triggers_broken) > 0",
    for: "10m",
    severity: "warning",
    summary: "Triggers do not work",
    description: "The page of a workflow says what is wrong with its trigger and how to mend it.",
  },
  {
    alert: "TempographLookupsFail",
    expr: "max(tempograph_lookups_failing) > 0",
    for: "10m",
    severity: "warning",
    summary: "Events wait because a lookup fails",
    description: "A condition asks something that does not answer. The ledger of the event names it.",
  },
  {
    alert: "TempographExecutionsFail",
    expr: 'sum(rate(tempograph_executions_closed_total{status="failed"}[15m])) > 0.1 * sum(rate(tempograph_executions_closed_total[15m]))',
    for: "15m",
    severity: "warning",
    summary: "More than a tenth of the executions fails",
    description: "tempograph_node_failures_total says which node types fail and with which codes.",
  },
  {
    alert: "TempographPostgresConnectionsUsedUp",
    expr: "min by (instance) (tempograph_postgres_waiting) > 0",
    for: "5m",
    severity: "warning",
    summary: "Queries of {{ $labels.instance }} wait for a connection",
    description: "Postgres answers slowly, or the process has more to do than one process can. Add a process.",
  },
  {
    alert: "TempographRetentionStopped",
    expr: "max(tempograph_retention_stopped) > 0",
    for: "30m",
    severity: "warning",
    summary: "Nothing can be removed although its time of retention is over",
    description: "`tempograph retention` says why, such as an export that cannot be written.",
  },
  {
    alert: "TempographEventLoopLags",
    expr: "nodejs_eventloop_lag_p99_seconds > 0.5",
    for: "10m",
    severity: "warning",
    summary: "{{ $labels.instance }} is busy for half a second at a time",
    description: "It needs more CPU, or there have to be more processes.",
  },
  {
    alert: "TempographApiErrors",
    expr: 'sum(rate(tempograph_http_request_seconds_count{status="5xx"}[5m])) > 0.01 * sum(rate(tempograph_http_request_seconds_count[5m]))',
    for: "5m",
    severity: "warning",
    summary: "More than a hundredth of the API's answers are errors of the server",
    description: "The API's log names each of them with its `requestId`.",
  },
];
