import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { MetricDescriptor } from "./metric-descriptor.ts";
import { METRICS, type CounterName, type GaugeName, type HistogramName, type LabelsOf } from "./metric-table.ts";

/** The metrics of this process. Several parts of a program count into the same ones, as a scrape cannot tell them apart. */
export const registry = new Registry();

const counters = new Map<string, Counter>();
const histograms = new Map<string, Histogram>();
export const gauges = new Map<string, Gauge>();

for (const [name, { type, help, labels, buckets }] of Object.entries<MetricDescriptor>(METRICS)) {
  const options = { name, help, labelNames: [...labels], registers: [registry] };
  if (type === "counter") counters.set(name, new Counter(options));
  else if (type === "gauge") gauges.set(name, new Gauge(options));
  else histograms.set(name, new Histogram({ ...options, ...(buckets !== undefined && { buckets: [...buckets] }) }));
}

/** Counts. */
export function count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by = 1): void {
  if (by > 0) counters.get(name)!.inc(labels, by);
}

/** Takes a duration into a histogram. */
export function observe<Name extends HistogramName>(name: Name, labels: LabelsOf<Name>, ms: number): void {
  // A clock that was set back must not give less than nothing.
  histograms.get(name)!.observe(labels, Math.max(0, ms) / 1_000);
}

/** A value of a gauge at the moment of a scrape. Values of the same labels are added up. */
export type GaugeValue = {
  [Name in GaugeName]: { readonly name: Name; readonly labels: LabelsOf<Name>; readonly value: number };
}[GaugeName];
