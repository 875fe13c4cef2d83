import { readFileSync } from "node:fs";

export type Count = {
  readonly passed: number;
  readonly failed: number;
  /** What failed, a line each, so that the end of the output says it. */
  readonly failures: readonly string[];
};

type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
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
    return { passed: 0, failed: 1, failures: ["The run left no report that can be read."] };
  }
  const filesWithoutTest = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const failures = [
    ...report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName, failureMessages }) => `${name}: ${fullName}: ${firstLine(failureMessages)}`),
    ),
    ...filesWithoutTest.map(({ name }) => `${name}: failed outside of its tests`),
  ];
  const failed = report.numFailedTests + filesWithoutTest.length;
  if (failed > 0 || (exitCode === 0 && report.numPassedTests > 0))
    return { passed: report.numPassedTests, failed, failures };
  return { passed: report.numPassedTests, failed: 1, failures: ["An error outside of any test, or no test was run."] };
}

function firstLine(messages: readonly string[] = []): string {
  return messages[0]?.split("\n", 1)[0]?.slice(0, 300) ?? "";
}
