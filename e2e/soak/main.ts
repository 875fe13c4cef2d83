import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { waitFor } from "@tempograph/testing";
import { account } from "./account.ts";
import { HELP, readArguments, type Arguments } from "./arguments.ts";
import { collectFacts, isAtRest } from "./collect-facts.ts";
import { FAULTS, type Fault, type FaultWorld } from "./faults.ts";
import { runLoad } from "./load.ts";
import { pick, randomOf } from "./random.ts";
import { startSink, type Sink } from "./sink.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";
import { startSoakStack, type SoakStack } from "./soak-stack.ts";
import { EVENT_TYPES, WORKFLOWS } from "./workflows.ts";

/** How long everything may take to come to rest after the last event. Leases, back-offs and attempts that vanished run out meanwhile. */
const REST_WITHIN_MS = 300_000;

const begun = Date.now();
const say = (line: string): void =>
  void process.stderr.write(`${String(Math.round((Date.now() - begun) / 1_000)).padStart(5)} s  ${line}\n`);

async function main(): Promise<number> {
  const args = tryToRead(process.argv.slice(2));
  if (args === undefined) return 2;
  if (args.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const own = args.dataDir === undefined;
  const dataDir = own ? mkdtempSync(join(tmpdir(), "tempograph-soak-")) : resolve(args.dataDir!);
  mkdirSync(dataDir, { recursive: true });
  let disk: SmallDisk | undefined;
  let sink: Sink | undefined;
  let stack: SoakStack | undefined;
  const end = async (isDone: boolean): Promise<void> => {
    await stack?.stop();
    sink?.stop();
    // What was wrong can only be found out from the databases and logs.
    if (!own || !isDone) return say(`Databases and logs stay in ${dataDir}`);
    disk?.unmount();
    rmSync(dataDir, { recursive: true, force: true });
  };
  let isInterrupted = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      isInterrupted = true;
      void end(true).finally(() => process.exit(128 + constants.signals[signal]));
    });
  let wrong: readonly string[] = ["The run did not come to its end."];
  try {
    disk = mountSmallDisk(dataDir, 1_024 + Math.ceil(args.minutes * args.rate * 15));
    sink = await startSink();
    say(`Starting; databases and logs are in ${dataDir}; seed ${String(args.seed)}`);
    stack = await startSoakStack({ dataDir, egressAllow: sink.address, say });
    const result = await soak(args, { stack, disk, random: randomOf(args.seed) }, sink);
    wrong = result.wrong;
    for (const each of wrong) say(`WRONG: ${each}`);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } catch (error) {
    // What is being ended makes the run fail. The signal's handler ends the process.
    if (isInterrupted) return await new Promise<never>(() => undefined);
    await end(false);
    throw error;
  }
  await end(wrong.length === 0);
  return wrong.length === 0 ? 0 : 1;
}

function tryToRead(given: readonly string[]): Arguments | undefined {
  try {
    return readArguments(given);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nThe options: --help\n`);
    return undefined;
  }
}

async function soak(args: Arguments, world: FaultWorld, sink: Sink) {
  const { stack } = world;
  // The workers tell the API which node types there are.
  await waitFor(async () => (await (await ask(stack, "GET", "/node-types")).text()).includes("http_call"), {
    timeoutMs: 120_000,
  });
  for (const { name, eventType, graph } of WORKFLOWS)
    await publish(stack, { name, trigger: { eventType }, graph: graph(sink.url) });
  const endsAt = Date.now() + args.minutes * 60_000;
  const urls = stack.apis.map(({ url }) => url!);
  say(`Load: ${String(args.rate)} events per second for ${String(args.minutes)} min`);
  const loading = runLoad({
    ...{ urls, endsAt, token: stack.token, types: EVENT_TYPES, rate: args.rate },
    random: randomOf(args.seed + 1),
  });
  const faults = await runFaults(args, world, endsAt);
  const load = await loading;
  say(
    `${String(load.acknowledged.length)} events acknowledged, ${String(load.unsure.length)} given up; waiting until all is at rest`,
  );
  const restFrom = performance.now();
  const atRest = await waitFor(() => isAtRest(stack.databaseUrl), { timeoutMs: REST_WITHIN_MS, intervalMs: 500 }).catch(
    () => false,
  );
  const restMs = Math.round(performance.now() - restFrom);
  // Rows about attempts are written behind the close of their executions, and Temporal's visibility follows.
  await sleep(5_000);
  const facts = {
    ...(await collectFacts(stack)),
    ...{ acknowledged: load.acknowledged, unsure: load.unsure, unexpected: load.unexpected, calls: sink.calls },
  };
  const wrong = [...(atRest ? [] : [`Not at rest after ${String(REST_WITHIN_MS / 1_000)} s.`]), ...account(facts)];
  const calls = [...sink.calls.values()].reduce((sum, { count }) => sum + count, 0);
  return {
    seed: args.seed,
    minutes: args.minutes,
    events: { acknowledged: load.acknowledged.length, unsure: load.unsure.length, tries: load.tries },
    acknowledgedAfterMs: percentiles(load.waitedMs),
    executions: facts.executions.length,
    steps: facts.executions.reduce((sum, { completedSteps }) => sum + completedSteps, 0),
    calls: { steps: sink.calls.size, repeated: calls - sink.calls.size },
    historiesCompared: facts.histories.compared,
    faults,
    restMs,
    wrong,
  };
}

/** One fault after the other until the load ends. Answers how often each was tried. */
async function runFaults(
  args: Arguments,
  world: FaultWorld,
  endsAt: number,
): Promise<Readonly<Record<string, number>>> {
  const possible = chooseFaults(args.faults, world);
  const count: Record<string, number> = {};
  let left: Fault[] = [];
  for (;;) {
    await sleep(Math.min(args.everyS * 1_000, Math.max(0, endsAt - Date.now())));
    if (Date.now() >= endsAt) break;
    if (possible.length === 0) continue;
    // Each of them once before one comes twice.
    if (left.length === 0) left = [...possible];
    const fault = pick(world.random, left);
    left.splice(left.indexOf(fault), 1);
    say(`Fault: ${fault.name}: ${await fault.run(world)}`);
    count[fault.name] = (count[fault.name] ?? 0) + 1;
  }
  return count;
}

function chooseFaults(names: readonly string[] | undefined, world: FaultWorld): readonly Fault[] {
  if (names?.join() === "none") return [];
  const chosen = FAULTS.filter(({ name }) => names?.includes(name) ?? true);
  return chosen.filter((fault) => {
    const can = fault.isPossible?.(world) ?? true;
    if (!can) say(`Left out, because it cannot be tried here: ${fault.name}`);
    return can;
  });
}

async function publish(stack: SoakStack, workflow: object): Promise<void> {
  const response = await ask(stack, "POST", "/workflows", workflow);
  if (!response.ok) throw new Error(`POST /workflows answered ${String(response.status)}: ${await response.text()}`);
}

function ask({ apis, token }: SoakStack, method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return fetch(apis[0]!.url! + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

function percentiles(values: readonly number[]): { readonly p50: number; readonly p99: number; readonly most: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
