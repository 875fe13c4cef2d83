import type { MetricDescriptor } from "../../packages/runtime/src/metrics/metric-descriptor.ts";
import { METRICS } from "../../packages/runtime/src/metrics/metric-table.ts";

/** The page that lists the metrics. */
export function metricsPage(): string {
  const rows = Object.entries<MetricDescriptor>(METRICS).map(([name, { type, help, labels, of }]) => {
    const named = labels.map((label) => `\`${label}\``).join(", ");
    const whose = of.map((part) => (part === "api" ? "API" : part)).join(", ");
    return `| \`${name}\` | ${type} | ${named} | ${whose} | ${help} |`;
  });
  return `# Metrics

<!-- Made by tools/monitoring/monitoring.test.ts from packages/runtime/src/metrics/metric-table.ts. -->

How they are scraped is in [Seen from outside](../guide/observability.md). Beside these, each process has \`process_…\` and \`nodejs_…\` (CPU,
memory, event loop, garbage collection), and a worker has \`temporal_…\`, the metrics of Temporal's SDK, without the label \`workflow_type\`.

| metric | type | labels | of | |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
