import { mkdtempSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HELP, readArguments } from "./arguments.ts";
import { toResult, type Round } from "./report/result.ts";
import { table } from "./report/table.ts";
import { runBench } from "./run-bench.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2));
  if (args.help) {
    process.stdout.write(HELP);
    return;
  }
  const dataDir = args.dataDir ?? mkdtempSync(join(tmpdir(), "tempograph-bench-"));
  let isDone = false;
  try {
    const rounds = await runBench(args, dataDir, say);
    isDone = true;
    if (args.only.length > 0) {
      process.stdout.write(`${JSON.stringify({ rounds })}\n`);
      return;
    }
    const result = toResult(rounds as Round[]);
    process.stdout.write(`${table(result)}\n${JSON.stringify(result)}\n`);
  } finally {
    if (args.dataDir === undefined)
      for (const name of readdirSync(dataDir))
        // Keep the logs after a failure.
        if (isDone || name !== "logs") rmSync(join(dataDir, name), { recursive: true, force: true });
    if (args.dataDir === undefined && isDone) rmdirSync(dataDir);
    if (!isDone) say(`The logs of the parts are in ${join(dataDir, "logs")}`);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
