/** Series in promtool's notation: a sample each minute, for an hour. */
type Series = Readonly<Record<string, string>>;

/** With which series an alert fires, and with which it does not. */
interface AlertCase {
  readonly alert: string;
  readonly fires: Series;
  /** The labels of the alert that fires, without its severity. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly quiet: Series;
}

const GROWS = "0+10x60";
const RARELY = "0+0.1x60";

function gauge(alert: string, series: string, fires: number, quiet: number, labels: AlertCase["labels"] = {}) {
  return { alert, labels, fires: { [series]: `${fires}x60` }, quiet: { [series]: `${quiet}x60` } };
}

const starts = (outcome: string) => `tempograph_execution_starts_total{outcome="${outcome}"}`;
const lag = (le: string) => `tempograph_mirror_lag_seconds_bucket{le="${le}"}`;
const closed = (status: string) => `tempograph_executions_closed_total{status="${status}"}`;
const answers = (status: string) => `tempograph_http_request_seconds_count{status="${status}"}`;

export const ALERT_CASES: readonly AlertCase[] = [
  gauge("TempographNoWorker", "tempograph_workers_alive", 0, 2),
  { alert: "TempographMetricsAbsent", fires: {}, quiet: { tempograph_workers_alive: "0x60" } },
  gauge("TempographEventsWait", "tempograph_oldest_event_seconds", 90, 10),
  gauge("TempographLoopStandsStill", 'tempograph_loop_still_seconds{instance="a:1",loop="dispatch events"}', 90, 5, {
    instance: "a:1",
    loop: "dispatch events",
  }),
  {
    alert: "TempographStartsFail",
    fires: { [starts("unavailable")]: GROWS, [starts("started")]: "7x60" },
    quiet: { [starts("unavailable")]: GROWS, [starts("started")]: GROWS },
  },
  // A process that has never started an execution has no such series yet.
  { alert: "TempographStartsFail", fires: { [starts("refused")]: GROWS }, quiet: { [starts("started")]: GROWS } },
  gauge("TempographMirrorDiffers", "tempograph_executions_unequal", 1, 0),
  gauge("TempographExecutionsMissing", "tempograph_executions_missing", 1, 0),
  gauge("TempographTemporalRolledBack", "tempograph_executions_rolled_back", 1, 0),
  {
    alert: "TempographMirrorLags",
    fires: { [lag("1")]: "0x60", [lag("60")]: GROWS, [lag("+Inf")]: GROWS },
    quiet: { [lag("1")]: GROWS, [lag("60")]: GROWS, [lag("+Inf")]: GROWS },
  },
  gauge("TempographHeldTooLong", "tempograph_events_held_overdue", 1, 0),
  gauge("TempographHeldTooLong", "tempograph_events_held_stuck", 1, 0),
  gauge("TempographTriggersBroken", "tempograph_triggers_broken", 1, 0),
  gauge("TempographLookupsFail", "tempograph_lookups_failing", 1, 0),
  {
    alert: "TempographExecutionsFail",
    fires: { [closed("failed")]: "0+2x60", [closed("completed")]: GROWS },
    quiet: { [closed("failed")]: RARELY, [closed("completed")]: GROWS },
  },
  gauge("TempographPostgresConnectionsUsedUp", 'tempograph_postgres_waiting{instance="a:1"}', 3, 0, {
    instance: "a:1",
  }),
  gauge("TempographRetentionStopped", "tempograph_retention_stopped", 1, 0),
  gauge("TempographEventLoopLags", 'nodejs_eventloop_lag_p99_seconds{instance="a:1"}', 0.9, 0.02, { instance: "a:1" }),
  {
    alert: "TempographApiErrors",
    fires: { [answers("5xx")]: "0+2x60", [answers("2xx")]: GROWS },
    quiet: { [answers("5xx")]: "0+0.01x60", [answers("2xx")]: GROWS },
  },
];
