import { setTimeout as sleep } from "node:timers/promises";
import { pick } from "./random.ts";
import type { SmallDisk } from "./small-disk.ts";
import type { Program, Server, SoakStack } from "./soak-stack.ts";

export interface FaultWorld {
  readonly stack: SoakStack;
  readonly random: () => number;
  readonly disk: SmallDisk | undefined;
}

export interface Fault {
  readonly name: string;
  /** False: it cannot be tried here. Default: it can. */
  readonly isPossible?: (world: FaultWorld) => boolean;
  /** Does it and takes it back. Answers whom it befell. */
  run(world: FaultWorld): Promise<string>;
}

const between = (random: () => number, fromMs: number, toMs: number): number => fromMs + random() * (toMs - fromMs);

const killed = (name: string, of: (stack: SoakStack) => readonly Program[]): Fault => ({
  name,
  async run({ stack, random }) {
    const program = pick(random, of(stack));
    program.process.kill9();
    return program.name;
  },
});

/** As by a deployment: it may end in peace, and another one comes. */
const restarted = (name: string, of: (stack: SoakStack) => readonly Program[]): Fault => ({
  name,
  async run({ stack, random }) {
    const program = pick(random, of(stack));
    const { pid } = program.process;
    if (pid !== undefined) process.kill(pid, "SIGTERM");
    return program.name;
  },
});

/** Often longer than the lease of the events and replies that it has claimed (10 s), so that others take over what it holds. */
const stopped = (name: string, of: (stack: SoakStack) => readonly Program[]): Fault => ({
  name,
  async run({ stack, random }) {
    const program = pick(random, of(stack));
    const { pid } = program.process;
    if (pid === undefined) return program.name;
    await whileStopped([pid], between(random, 2_000, 18_000));
    return program.name;
  },
});

const serverKilled = (name: string, of: (stack: SoakStack) => Server): Fault => ({
  name,
  async run({ stack, random }) {
    const server = of(stack);
    await server.kill();
    await sleep(between(random, 0, 5_000));
    await server.ensure();
    return server.name;
  },
});

const serverStopped = (name: string, of: (stack: SoakStack) => Server): Fault => ({
  name,
  async run({ stack, random }) {
    const server = of(stack);
    await whileStopped(server.pids(), between(random, 1_000, 8_000));
    return server.name;
  },
});

/** One process loses its connections to one server, and gets none for a while. */
const cut: Fault = {
  name: "connections cut",
  async run({ stack, random }) {
    const [program, road, what] = anyRoad(stack, random);
    await road.close();
    await sleep(between(random, 0, 8_000));
    await road.open();
    return `${program.name} from ${what}`;
  },
};

const swallowed: Fault = {
  name: "connections half-open",
  async run({ stack, random }) {
    const [program, road, what] = anyRoad(stack, random);
    road.swallow();
    return `${program.name} to ${what}`;
  },
};

const slow: Fault = {
  name: "connections slow",
  async run({ stack, random }) {
    const [program, road, what] = anyRoad(stack, random);
    road.delay(between(random, 50, 400));
    await sleep(between(random, 5_000, 12_000));
    road.delay(0);
    return `${program.name} to ${what}`;
  },
};

const fullDisk: Fault = {
  name: "disk full",
  isPossible: ({ disk }) => disk !== undefined,
  async run({ stack, random, disk }) {
    disk!.fill();
    await sleep(between(random, 1_000, 6_000));
    disk!.free();
    // A server may end itself when it cannot write its log; whoever looks after it starts it again.
    await stack.postgres.ensure();
    await stack.temporal.ensure();
    return "Postgres, Temporal and all logs";
  },
};

export const FAULTS: readonly Fault[] = [
  killed("worker killed", ({ workers }) => workers),
  killed("API killed", ({ apis }) => apis),
  restarted("worker restarted", ({ workers }) => workers),
  restarted("API restarted", ({ apis }) => apis),
  stopped("worker stopped", ({ workers }) => workers),
  stopped("API stopped", ({ apis }) => apis),
  serverKilled("Postgres killed", ({ postgres }) => postgres),
  serverKilled("Temporal killed", ({ temporal }) => temporal),
  serverStopped("Postgres stopped", ({ postgres }) => postgres),
  serverStopped("Temporal stopped", ({ temporal }) => temporal),
  ...[cut, swallowed, slow, fullDisk],
];

function anyRoad({ apis, workers }: SoakStack, random: () => number) {
  const program = pick(random, [...apis, ...workers]);
  const which = pick(random, [0, 1] as const);
  return [program, program.roads[which], ["Postgres", "Temporal"][which]!] as const;
}

async function whileStopped(pids: readonly number[], ms: number): Promise<void> {
  for (const pid of pids) signal(pid, "SIGSTOP");
  await sleep(ms);
  for (const pid of pids) signal(pid, "SIGCONT");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
