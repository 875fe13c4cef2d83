import { parseArgs } from "node:util";

export const HELP = `bench: the reference job (event, condition, 3 POSTs, branch, 1 POST) on Tempograph, whole, beside a hand-written
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

export type Arguments = {
  readonly help: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly inFlight: number;
  readonly pauseMs: number;
  readonly only: readonly string[];
  readonly dataDir: string | undefined;
  readonly profile: string | undefined;
};

/** Reads the options. Throws an error with the option's name if one is invalid. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "10" },
      "in-flight": { type: "string", default: "32" },
      pause: { type: "string", default: "0" },
      only: { type: "string", default: "" },
      "data-dir": { type: "string" },
      profile: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const number = (name: "rounds" | "seconds" | "in-flight" | "pause", least = 1): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} has to be a whole number from ${least}.`);
    return value;
  };
  return {
    help: values.help,
    rounds: number("rounds"),
    seconds: number("seconds"),
    inFlight: number("in-flight"),
    pauseMs: number("pause", 0),
    only: values.only.split(",").filter((name) => name !== ""),
    dataDir: values["data-dir"],
    profile: values.profile,
  };
}
