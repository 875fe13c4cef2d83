import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startPostgres } from "@tempograph/local-stack";
import { measureSubscribers } from "./measure-subscribers.ts";

const HELP = `bench:subscribers: one API process with many live subscribers, each of an execution of its own, while all executions wake within a second.

  --subscribers <n> default 1000
  --rounds <n>      seconds in which all wake; default 5
  --more <fields>   further fields of each update, such as "execution { status }"
  --profile <dir>   V8 CPU profiles of the API
  --json            accepted: the last line on stdout is one JSON object in any case

The time goes from before the transaction that writes an update until its subscriber has read it. Subscribers, writer, API and Postgres share
the machine.
`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      subscribers: { type: "string", default: "1000" },
      rounds: { type: "string", default: "5" },
      profile: { type: "string" },
      more: { type: "string", default: "" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-bench-subscribers-"));
  const postgres = await startPostgres({ dataDir, databaseUrl: "", onProgress: say });
  try {
    const subscribers = await measureSubscribers({
      ...{ adminUrl: postgres.adminUrl, dataDir, say, profileDir: values.profile, more: values.more },
      ...{ subscribers: Number(values.subscribers), rounds: Number(values.rounds) },
    });
    process.stdout.write(`${JSON.stringify(subscribers)}\n`);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
