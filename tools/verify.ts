/**
 * Runs all checks that a change must pass, in one command that CI uses, too. It continues after a failed stage, so that one run
 * shows all failures. It ends with what failed, by name. The last line is `N passed, N failed`, which counts each test, and each stage without tests as one.
 */
import { parseArgs } from "node:util";
import { runStage } from "./verify/run-stage.ts";
import { STAGES, stageNames } from "./verify/stages.ts";

const HELP = `Usage: pnpm verify [--only <stages>] [--project <vitest project>]…

Stages, in order:
${STAGES.map((stage) => `  ${stage.name.padEnd(8)}${stage.about}`).join("\n")}

  --only format,lint     run these stages only
  --project unit         run this project's tests only; may be repeated
  --help                 this text
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      project: { type: "string", multiple: true },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const isCi = process.env["CI"] !== undefined;
  const wanted =
    values.only?.split(",") ?? STAGES.filter(({ onlyInCi }) => onlyInCi !== true || isCi).map(({ name }) => name);
  const unknown = wanted.filter((name) => !stageNames.includes(name));
  if (unknown.length > 0) throw new Error(`There is no stage ${unknown.join(", ")}. Stages: ${stageNames.join(", ")}`);

  const total = { passed: 0, failed: 0 };
  const summary: string[] = [];
  const failed: string[] = [];
  for (const stage of STAGES.filter(({ name }) => wanted.includes(name))) {
    const { seconds, ...count } = await runStage(stage, { projects: values.project ?? [] });
    total.passed += count.passed;
    total.failed += count.failed;
    failed.push(...count.failures);
    summary.push(`  ${count.failed === 0 ? "ok    " : "FAILED"}  ${stage.name.padEnd(8)}${seconds.toFixed(1)} s`);
  }
  if (failed.length > 0) process.stdout.write(`\nFailed:\n${failed.map((one) => `  ${one}`).join("\n")}\n`);
  process.stdout.write(`\n${summary.join("\n")}\n\n${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
