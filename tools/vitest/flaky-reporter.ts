import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestCase } from "vitest/node";

const MOST_DIFF = 2_000;

/** Names the tests that passed only at the second try, with the first error of each. A flaky test is a bug, even where CI goes on. */
// Vitest takes a reporter that is named on its command line from the default export.
// oxlint-disable-next-line import/no-default-export
export default class FlakyReporter implements Reporter {
  private readonly flaky: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky !== true) return;
    const [error] = test.result().errors ?? [];
    const what = `${relative(process.cwd(), test.module.moduleId)}: ${test.fullName}: ${error?.message ?? ""}`;
    const diff = stripVTControlCharacters(error?.diff ?? "").slice(0, MOST_DIFF);
    this.flaky.push(`  ${what}${diff === "" ? "" : `\n${diff.replaceAll(/^/gm, "    ")}`}`);
  }

  onTestRunEnd(): void {
    if (this.flaky.length === 0) return;
    process.stdout.write(`\nFlaky, passed at the second try:\n${this.flaky.join("\n")}\n`);
  }
}
