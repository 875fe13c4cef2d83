import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

/** What an option is without an argument. A number stands for a whole number of at least 1, null for a text that may be missing. */
type Default = number | string | null | { readonly default: number; readonly least: number };
type Defaults = Readonly<Record<string, Default>>;
export type Values<Options extends Defaults> = {
  readonly [Name in keyof Options]: Options[Name] extends string
    ? string
    : Options[Name] extends null
      ? string | undefined
      : number;
};

/** What a benchmark has while it measures. */
export interface Measuring {
  /** For databases and logs: that of `--data-dir`, or a new one, of which the logs are kept if the benchmark fails. */
  dataDir(): string;
  /** Called when the benchmark ends, in whichever way, the last one first. */
  atEnd(end: () => unknown): void;
}

export interface Benchmark<Options extends Defaults> {
  readonly help: string;
  /** The options beside `--json` and `--help`. */
  readonly options: Options;
  /** Resolves to the result, which becomes the last line on stdout. */
  measure(values: Values<Options>, measuring: Measuring): Promise<object>;
}

/** The command line asks for what does not exist: the message is all that its author needs. */
export class UsageError extends Error {}

/** Progress goes to stderr, because stdout belongs to the result. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs the benchmark with the options of the command line, and ends the process. */
export async function runBenchmark<const Options extends Defaults>(benchmark: Benchmark<Options>): Promise<never> {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(benchmark.help);
    process.exit(0);
  }
  const ends: (() => unknown)[] = [];
  const folders: string[] = [];
  const end = async (isDone: boolean): Promise<void> => {
    for (const each of ends.splice(0).toReversed())
      try {
        await each();
      } catch (error) {
        say(`While ending: ${String(error)}`);
      }
    for (const folder of folders.splice(0)) removeData(folder, isDone);
  };
  let isInterrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      isInterrupted = true;
      void end(true).finally(() => process.exit(128 + constants.signals[signal]));
    });
  try {
    const values = readOptions(benchmark.options, args);
    const result = await benchmark.measure(values, {
      dataDir() {
        const given = values["data-dir"];
        const folder = typeof given === "string" ? resolve(given) : mkdtempSync(join(tmpdir(), "tempograph-bench-"));
        mkdirSync(folder, { recursive: true });
        if (given === undefined) folders.push(folder);
        return folder;
      },
      atEnd: (each) => void ends.push(each),
    });
    process.stdout.write(`${JSON.stringify(result)}\n`);
    await end(true);
    process.exit(0);
  } catch (error) {
    // What is being ended makes the measurement fail. The signal's handler ends the process.
    if (isInterrupted) return await new Promise<never>(() => undefined);
    const isUsage = error instanceof UsageError;
    if (isUsage) say(`${error.message}\nThe options: --help`);
    else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    await end(isUsage);
    process.exit(isUsage ? 2 : 1);
  }
}

/** Throws a UsageError that names the option if one is unknown or not a number. */
export function readOptions<const Options extends Defaults>(
  options: Options,
  args: readonly string[],
): Values<Options> {
  const names = Object.keys(options);
  const values = parse(names, args);
  const read = (name: string): string | number | undefined => {
    const fallback = options[name]!;
    const given = values[name] as string | undefined;
    if (fallback === null || typeof fallback === "string") return given ?? fallback ?? undefined;
    const { default: usual, least } = typeof fallback === "number" ? { default: fallback, least: 1 } : fallback;
    const number = given === undefined ? usual : Number(given);
    if (given?.trim() === "" || !Number.isSafeInteger(number) || number < least)
      throw new UsageError(`--${name} has to be a whole number from ${String(least)}, not ${JSON.stringify(given)}.`);
    return number;
  };
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Values<Options>;
}

function parse(names: readonly string[], args: readonly string[]): Readonly<Record<string, unknown>> {
  const texts = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({ args: [...args], options: { ...texts, json: { type: "boolean" } } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** Of a benchmark that failed, the logs stay. */
function removeData(folder: string, isDone: boolean): void {
  if (isDone) return rmSync(folder, { recursive: true, force: true });
  for (const name of readdirSync(folder))
    if (name !== "logs") rmSync(join(folder, name), { recursive: true, force: true });
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  else say(`The logs of the parts are in ${join(folder, "logs")}`);
}
