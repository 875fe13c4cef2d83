import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { ROOT } from "../tree/project-files.ts";
import { ALERT_CASES } from "./alert-cases.ts";
import { ALERTS } from "./alerts.ts";
import { findPromtool } from "./find-promtool.ts";

const RULES = join(ROOT, "docs/operations/alert-rules.yaml");
const promtool = findPromtool();

test("each alert has a case", () => {
  expect(new Set(ALERT_CASES.map(({ alert }) => alert))).toEqual(new Set(ALERTS.map(({ alert }) => alert)));
});

describe.skipIf(promtool === undefined)("promtool (skipped where there is none)", () => {
  test("accepts the rules", () => {
    expect(run("check", "rules", RULES)).toContain(`${ALERTS.length} rules found`);
  });

  test("each alert fires with the series of its case, with its texts, and not with the others", () => {
    const folder = mkdtempSync(join(tmpdir(), "tempograph-promtool-"));
    try {
      const file = join(folder, "cases.yaml");
      writeFileSync(file, stringify({ rule_files: [RULES], evaluation_interval: "1m", tests: tests() }));
      expect(run("test", "rules", file)).toContain("SUCCESS");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function run(...args: readonly string[]): string {
  try {
    return execFileSync(promtool!, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`promtool ${args.join(" ")}: ${stdout ?? ""}${stderr ?? ""}`, { cause: error });
  }
}

function tests(): readonly object[] {
  return ALERT_CASES.flatMap(({ alert, fires, quiet, labels = {} }) => {
    const rule = ALERTS.find((one) => one.alert === alert)!;
    const texts = { summary: filled(rule.summary, labels), description: filled(rule.description, labels) };
    const fired = { exp_labels: { severity: rule.severity, ...labels }, exp_annotations: texts };
    return [testOf(alert, "fires", fires, [fired]), testOf(alert, "quiet", quiet, [])];
  });
}

function testOf(alert: string, name: string, series: Readonly<Record<string, string>>, exp_alerts: readonly object[]) {
  return {
    name: `${alert} ${name}`,
    interval: "1m",
    input_series: Object.entries(series).map(([each, values]) => ({ series: each, values })),
    alert_rule_test: [{ eval_time: "59m", alertname: alert, exp_alerts }],
  };
}

function filled(text: string, labels: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? "");
}
