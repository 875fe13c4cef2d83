import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { MetricDescriptor } from "../../packages/runtime/src/metrics/metric-descriptor.ts";
import { METRICS } from "../../packages/runtime/src/metrics/metric-table.ts";
import { ALERTS } from "./alerts.ts";
import { grafanaDashboard } from "./grafana-dashboard.ts";
import { metricsPage } from "./metrics-page.ts";
import { ROWS } from "./panels.ts";
import { readPromQl } from "./promql.ts";

// `vitest run --project unit tools/monitoring -u` writes the three files anew.

const FOLDER = "../../docs/operations";

test("docs/operations/metrics.md is up to date with the table of metrics", async () => {
  await expect(metricsPage()).toMatchFileSnapshot(`${FOLDER}/metrics.md`);
});

test("docs/operations/grafana-dashboard.json is up to date with its panels", async () => {
  const json = `${JSON.stringify(grafanaDashboard(), null, 2)}\n`;
  await expect(json).toMatchFileSnapshot(`${FOLDER}/grafana-dashboard.json`);
});

test("docs/operations/alert-rules.yaml is up to date with the alerts", async () => {
  const rules = ALERTS.map(({ alert, expr, for: holds, severity, summary, description }) => ({
    alert,
    expr,
    for: holds,
    labels: { severity },
    annotations: { summary, description },
  }));
  const yaml = stringify({ groups: [{ name: "tempograph", rules }] }, { lineWidth: 0 });
  await expect(
    `# Made by tools/monitoring/monitoring.test.ts from tools/monitoring/alerts.ts.\n${yaml}`,
  ).toMatchFileSnapshot(`${FOLDER}/alert-rules.yaml`);
});

const panels = Object.values(ROWS).flat();
const EXPRESSIONS = [
  ...ALERTS.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, lines }) => lines.map(({ expr }) => [title, expr] as const)),
].map(([title, expr]) => [title, expr.replaceAll("$__rate_interval", "1m")] as const);

const table: Readonly<Record<string, MetricDescriptor>> = METRICS;
const OF_OTHERS = /^(process|nodejs|temporal)_/;

describe("expressions of alerts and panels", () => {
  test.for(EXPRESSIONS)("%s: %s", ([, expr]) => {
    const { errors, selectors, groups } = readPromQl(expr);
    expect(errors).toEqual([]);
    expect(selectors.length).toBeGreaterThan(0);
    for (const { metric, labels, isRange } of selectors) {
      if (OF_OTHERS.test(metric)) continue;
      const known = descriptorOf(metric);
      expect(known, `${metric} is in the table`).toBeDefined();
      const { type, labels: own } = known!;
      // A counter says something by its increase only, a gauge by its value.
      expect(isRange, `${metric} as a ${type}`).toBe(type !== "gauge");
      expect([...own, "le", "instance"]).toEqual(expect.arrayContaining([...labels, ...groups]));
    }
  });

  test("each metric is on the dashboard", () => {
    const shown = new Set(
      EXPRESSIONS.flatMap(([, expr]) => readPromQl(expr).selectors.map(({ metric }) => baseOf(metric))),
    );
    expect(Object.keys(METRICS).filter((name) => !shown.has(name))).toEqual([]);
  });

  test("an expression that Prometheus would refuse is found", () => {
    expect(readPromQl("sum(rate(tempograph_events_received_total[5m]) > 1").errors).not.toEqual([]);
    expect(readPromQl('a{b="c"}').selectors).toEqual([{ metric: "a", labels: ["b"], isRange: false }]);
  });
});

function baseOf(metric: string): string {
  return metric in METRICS ? metric : metric.replace(/_(bucket|sum|count)$/, "");
}

function descriptorOf(metric: string): MetricDescriptor | undefined {
  const known = table[baseOf(metric)];
  return known !== undefined && (known.type === "histogram") === (baseOf(metric) !== metric) ? known : undefined;
}
