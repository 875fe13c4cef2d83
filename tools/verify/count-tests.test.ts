import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { countTests } from "./count-tests.ts";

function report(value: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "tempograph-count-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(value) ?? "");
  return file;
}

const passed = { name: "a.test.ts", status: "passed", assertionResults: [{ status: "passed", fullName: "one" }] };

test("tests are counted", () => {
  const file = report({ numPassedTests: 3, numFailedTests: 0, testResults: [passed] });
  expect(countTests(file, 0)).toEqual({ passed: 3, failed: 0, failures: [] });
});

test("a failed test is named with its file and the first line of its error", () => {
  const failed = { status: "failed", fullName: "two is three", failureMessages: ["expected 2 to be 3\n  at two.ts"] };
  const broken = { name: "b.test.ts", status: "failed", assertionResults: [failed] };
  const file = report({ numPassedTests: 3, numFailedTests: 1, testResults: [passed, broken] });
  expect(countTests(file, 1)).toEqual({
    passed: 3,
    failed: 1,
    failures: ["b.test.ts: two is three: expected 2 to be 3"],
  });
});

test("a file that could not be loaded counts as one failure", () => {
  const broken = { name: "b.test.ts", status: "failed", assertionResults: [] };
  const file = report({ numPassedTests: 3, numFailedTests: 0, testResults: [passed, broken] });
  expect(countTests(file, 1)).toEqual({ passed: 3, failed: 1, failures: ["b.test.ts: failed outside of its tests"] });
});

test.for([
  ["an error outside of any test", { numPassedTests: 3, numFailedTests: 0, testResults: [passed] }, 1],
  ["a run without tests", { numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0],
  ["a missing report", undefined, 0],
] as const)("%s counts as one failure", ([, value, code]) => {
  expect(countTests(report(value), code).failed).toBe(1);
});
