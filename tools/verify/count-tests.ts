import { readFileSync } from "node:fs";

export type Count = { readonly passed: number; readonly failed: number };

type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { status: string }[];
  }[];
};

/**
 * Counts the tests in vitest's report. A failure outside of a test counts as one: a file that cannot be loaded, a hook, an error
 * outside of any test, or a missing report.
 */
export function countTests(reportFile: string, exitCode: number): Count {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(reportFile, "utf8")) as Report;
  } catch {
    return { passed: 0, failed: 1 };
  }
  const filesWithoutTest = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + filesWithoutTest;
  const failedOtherwise = failed === 0 && (exitCode !== 0 || report.numPassedTests === 0) ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + failedOtherwise };
}
