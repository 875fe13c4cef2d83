import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { countTests, type Count } from "./count-tests.ts";
import type { Stage, StageOptions } from "./stages.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs a stage and streams its output. A failed check is counted and does not throw. */
export async function runStage(stage: Stage, options: StageOptions): Promise<Count & { seconds: number }> {
  const begun = Date.now();
  const folder = mkdtempSync(join(tmpdir(), "tempograph-verify-"));
  const report = join(folder, "tests.json");
  // Also when Ctrl-C ends this process in the middle.
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    let code = 0;
    for (const [program, ...args] of stage.commands({ ...options, report })) {
      process.stdout.write(`\n▶ ${stage.name}: ${program} ${args.filter((arg) => !arg.includes(report)).join(" ")}\n`);
      code = await run(join(ROOT, "node_modules", ".bin", program), args);
      if (code !== 0) break;
    }
    const seconds = (Date.now() - begun) / 1000;
    const count = stage.tests
      ? countTests(report, code)
      : code === 0
        ? { passed: 1, failed: 0, failures: [] }
        : { passed: 0, failed: 1, failures: [`${stage.name}: see above`] };
    process.stdout.write(`${count.failed === 0 ? "✔" : "✘"} ${stage.name}: ${seconds.toFixed(1)} s\n`);
    return { ...count, seconds };
  } finally {
    process.off("exit", remove);
    remove();
  }
}

function run(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
  const stop = (signal: NodeJS.Signals): void => {
    child.kill(signal);
    child.once("exit", () => process.exit(130));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  return new Promise((resolve) => {
    const end = (code: number): void => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
      resolve(code);
    };
    child.once("error", (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      end(1);
    });
    child.once("exit", (code) => end(code ?? 1));
  });
}
