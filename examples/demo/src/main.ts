import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { startStack, type LocalStack } from "@tempograph/local-stack";
import { readArguments, USAGE, type DemoArguments } from "./arguments.ts";
import { startEchoServer, type EchoServer } from "./echo-server.ts";
import { aborted, Interrupted, interruption } from "./interruption.ts";
import { WorkerKiller } from "./kill-worker.ts";
import { printUrls } from "./print-urls.ts";
import { createPrinter, type Printer } from "./printer.ts";
import { programOf } from "./program-of.ts";
import { isGood } from "./report.ts";
import { runDemo } from "./run-demo.ts";
import { StartProgress } from "./start-progress.ts";

const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));

function dataDir(): string {
  const given = process.env["TEMPOGRAPH_DATA_DIR"];
  return given === undefined || given === "" ? resolve(REPOSITORY, ".tempograph/demo") : resolve(given);
}

type Running = { readonly stack: LocalStack; readonly killer: WorkerKiller | undefined };

async function start(args: DemoArguments, echo: EchoServer, printer: Printer, signal: AbortSignal): Promise<Running> {
  const progress = new StartProgress(printer);
  const killer = args.killWorker ? new WorkerKiller(printer) : undefined;
  const starting = startStack({
    dataDir: dataDir(),
    api: { entry: programOf("@tempograph/api") },
    worker: { entry: programOf("@tempograph/worker"), env: { TEMPOGRAPH_EGRESS_ALLOW: allowed(echo) } },
    onProgress: progress.tell,
    mayKillWorker: true,
    onWorkerEvent: (event) => {
      killer?.onWorkerEvent(event);
      if (killer === undefined && event.kind === "restarting") printer.line("The worker ended and is started again.");
    },
    signal,
  });
  try {
    const stack = await Promise.race([starting, aborted(signal)]);
    if (stack === undefined) return await giveUp(starting, signal);
    progress.tell(`Everything is up. Data and logs are in ${stack.dataDir}`);
    printer.line();
    return { stack, killer };
  } finally {
    progress.end();
  }
}

const GIVE_UP_AFTER_MS = 15_000;

/** Stops the parts that a start under way has started. Parts that cannot be interrupted end with this process. */
async function giveUp(starting: Promise<LocalStack>, signal: AbortSignal): Promise<never> {
  const settled = starting.then((stack) => stack.stop()).catch(() => {});
  // Do not wait for a build of Temporal, which takes minutes.
  await Promise.race([settled, new Promise((done) => setTimeout(done, GIVE_UP_AFTER_MS).unref())]);
  throw signal.reason;
}

function allowed(echo: EchoServer): string {
  return [process.env["TEMPOGRAPH_EGRESS_ALLOW"], echo.host].filter(Boolean).join(",");
}

async function demo(args: DemoArguments): Promise<number> {
  const printer = createPrinter(args.json ? process.stderr : process.stdout);
  const signal = interruption((exitCode) => process.exit(exitCode));
  const echo = await startEchoServer(dataDir());
  let stack: LocalStack | undefined;
  try {
    const running = await start(args, echo, printer, signal);
    stack = running.stack;
    // The dashboard is built when it is first asked for; so it is ready when somebody opens it.
    if (!args.once) void fetch(`${stack.apiUrl}/app/`).catch(() => {});
    const report = await runDemo({ ...running, echo, printer, signal });
    const exitCode = isGood(report, args.killWorker) ? 0 : 1;
    if (!args.once) {
      await printUrls(printer, stack, report);
      printer.line("Ctrl-C stops everything; data is kept for the next start.");
      await aborted(signal);
      printer.line();
    }
    printer.line("Stopping");
    await stack.stop();
    if (args.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return exitCode;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    printer.line("Interrupted; stopping");
    return error.exitCode;
  } finally {
    await stack?.stop();
    await echo.stop();
  }
}

async function main(): Promise<number> {
  let args: DemoArguments;
  try {
    args = readArguments(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (!args.help) return await demo(args);
  process.stdout.write(USAGE);
  return 0;
}

try {
  const exitCode = await main();
  // The start could not be interrupted, so it ends with this process.
  if (exitCode > 128) process.exit(exitCode);
  process.exitCode = exitCode;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
