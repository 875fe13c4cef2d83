import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator, type Schema } from "@cfworker/json-schema";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../../tools/tree/project-files.ts";

const CHART = join(ROOT, "deploy/helm/tempograph");
const read = (file: string): string => readFileSync(join(CHART, file), "utf8");
const values = parse(read("values.yaml")) as Record<string, object>;
const given = parse(read("ci-values.yaml")) as Record<string, object>;
const schema = JSON.parse(read("values.schema.json")) as Schema & { readonly properties: object };
const validator = new Validator(schema, "7");

test("the chart's defaults with the required values are valid, and without them they are not", () => {
  const merged = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mergeTwo(value, given[key])]));
  expect(validator.validate(merged)).toMatchObject({ valid: true, errors: [] });
  expect(validator.validate(values).valid).toBe(false);
  expect(validator.validate({ ...merged, workers: {} }).valid).toBe(false);
  expect(Object.keys(values).sort()).toEqual(
    Object.keys(schema.properties)
      .filter((key) => key !== "global")
      .sort(),
  );
});

function mergeTwo(one: unknown, other: unknown): unknown {
  const isMap = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap(one) && isMap(other) ? { ...(one as object), ...(other as object) } : (other ?? one);
}

test("the chart takes secrets that exist, and makes none; its programs get variables that they read", () => {
  const texts = readdirSync(join(CHART, "templates")).map((file) => read(join("templates", file)));
  expect(texts.filter((text) => /^kind: Secret$/m.test(text))).toEqual([]);
  const names = new Set(
    texts.flatMap((text) => [...text.matchAll(/name: ((?:TEMPO|DATABASE)\w+)/g)].map(([, it]) => it!)),
  );
  const guide = readFileSync(join(ROOT, "docs/guide/running.md"), "utf8");
  expect([...names].filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  expect(names.size).toBeGreaterThan(12);
});

test("the chart's release is that of the packages", () => {
  const chart = parse(read("Chart.yaml")) as { readonly appVersion: string };
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { readonly version: string };
  expect(chart.appVersion).toBe(version);
});
