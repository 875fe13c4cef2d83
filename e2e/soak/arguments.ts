import { parseArgs } from "node:util";
import { FAULTS } from "./faults.ts";

export const HELP = `soak: load on two API processes and three workers, with a fault every 20 s, and then the account of it: every event that was
acknowledged, its executions, their steps, what was called, and what Temporal has of them.

  --minutes <n>   of load; default 3. The account comes up to 5 minutes later
  --rate <n>      events per second; default 4
  --every <s>     seconds from one fault to the next; default 20
  --faults <a,b>  only these, by name; default: all. "none" for load alone
  --seed <n>      of what happens when; default: chosen and said
  --data-dir <d>  databases and logs; default: a new folder under the system's temporary one, removed if all is well
  --json          accepted: the last line on stdout is one JSON object in any case
  --help

A full disk is among the faults only where this user may mount a file system (root on Linux).
`;

export type Arguments = {
  readonly help: boolean;
  readonly minutes: number;
  readonly rate: number;
  readonly everyS: number;
  readonly faults: readonly string[] | undefined;
  readonly seed: number;
  readonly dataDir: string | undefined;
};

/** Reads the options. Throws an error with the option's name if one is invalid. */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "3" },
      rate: { type: "string", default: "4" },
      every: { type: "string", default: "20" },
      faults: { type: "string" },
      seed: { type: "string" },
      "data-dir": { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const positive = (name: "minutes" | "rate" | "every"): number => {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} has to be a number above 0.`);
    return value;
  };
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error("--seed has to be a whole number.");
  const faults = values.faults?.split(",").filter((name) => name !== "");
  const unknown = faults?.filter((name) => !FAULTS.some((fault) => fault.name === name)) ?? [];
  if (faults?.join() !== "none" && unknown.length > 0)
    throw new Error(`There is no fault ${unknown.join(", ")}. Faults: ${FAULTS.map(({ name }) => name).join(", ")}`);
  return {
    help: values.help,
    minutes: positive("minutes"),
    rate: positive("rate"),
    everyS: positive("every"),
    faults,
    seed,
    dataDir: values["data-dir"],
  };
}
