export { createFewValues } from "./few-values.ts";
export type { MetricDescriptor, Part } from "./metric-descriptor.ts";
export { METRICS, type MetricName } from "./metric-table.ts";
export { readMetricsSettings, type MetricsSettings } from "./metrics-settings.ts";
export { count, observe, type GaugeValue } from "./process-metrics.ts";
export { startMetricsServer, type MetricsServer } from "./start-metrics-server.ts";
export { watchGauges } from "./watch-gauges.ts";
export { withoutLabel } from "./without-label.ts";
