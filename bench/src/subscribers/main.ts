import { startPostgres } from "@tempograph/local-stack";
import { runBenchmark, say } from "../benchmark.ts";
import { measureSubscribers } from "./measure-subscribers.ts";

const HELP = `bench:subscribers: one API process with many live subscribers, each of an execution of its own, while all executions wake within a second.

  --subscribers <n> default 1000
  --rounds <n>      seconds in which all wake; default 5
  --more <fields>   further fields of each update, such as "execution { status }"
  --profile <dir>   V8 CPU profiles of the API
  --data-dir <dir>  databases and logs; default: a new folder under the system's temporary one, removed in the end
  --json            accepted: the last line on stdout is one JSON object in any case

The time goes from before the transaction that writes an update until its subscriber has read it. Subscribers, writer, API and Postgres share
the machine.
`;

await runBenchmark({
  help: HELP,
  options: { subscribers: 1_000, rounds: 5, profile: null, more: "", "data-dir": null },
  async measure({ subscribers, rounds, profile, more }, { dataDir, atEnd }) {
    const folder = dataDir();
    const postgres = await startPostgres({ dataDir: folder, databaseUrl: "", onProgress: say });
    atEnd(() => postgres.stop());
    return await measureSubscribers({
      ...{ adminUrl: postgres.adminUrl, dataDir: folder, say, profileDir: profile },
      ...{ more, subscribers, rounds },
    });
  },
});
