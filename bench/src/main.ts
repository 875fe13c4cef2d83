import { runBenchmark } from "./benchmark.ts";
import { toResult, type Round } from "./report/result.ts";
import { table } from "./report/table.ts";
import { benchOptions, runBench } from "./run-bench.ts";

const HELP = `bench: the reference job (event, condition, 3 POSTs, branch, 1 POST) on Tempograph, whole, beside a hand-written
Temporal workflow behind an HTTP endpoint, on one Temporal server, interleaved in one run. An empty workflow is the floor.

  --rounds <n>      default 5
  --seconds <n>     of load for each side in each round; default 10. Half of it more for one at a time
  --in-flight <n>   default 32
  --pause <ms>      between two executions, when there is one at a time; default 0: back to back
  --only <sides>    of handWritten, tempograph, burst, floor, by comma: no ratios, for looking into one side
  --data-dir <dir>  databases and logs; default: a new folder under the system's temporary one, removed in the end
  --profile <dir>   writes V8 CPU profiles of all threads of each process there
  --json            accepted: the last line on stdout is one JSON object in any case
  --help
`;

await runBenchmark({
  help: HELP,
  options: benchOptions,
  async measure(values, measuring) {
    const rounds = await runBench(values, measuring);
    if (values.only !== "") return { rounds };
    const result = toResult(rounds as Round[]);
    process.stdout.write(`${table(result)}\n`);
    return result;
  },
});
