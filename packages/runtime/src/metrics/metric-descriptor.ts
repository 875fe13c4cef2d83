/** What is known about a metric. The guide, the dashboard for Grafana and the alert rules are checked against it. */
export interface MetricDescriptor {
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  /** Their values are few and known in advance: no id, no name that a user gave, no payload (I10). */
  readonly labels: readonly string[];
  /** Which process has it. */
  readonly of: readonly Part[];
  /** The upper bounds of a histogram, in seconds. */
  readonly buckets?: readonly number[];
}

export type Part = "api" | "worker";
