// Runs one of the project's programs on a machine that has only Node.js 20 and npm. It installs the packages if they are missing or
// out of date, then runs the program on the Node.js that is one of the packages (24).
// It is plain JavaScript without dependencies, because it runs before anything is installed. It writes only to stderr, because
// stdout belongs to the program.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = 20;
const NODE = join(ROOT, "node_modules", "node", "bin", "node");
const STAMP = join(ROOT, "node_modules", ".tempograph-install");

const PROGRAMS = {
  demo: { script: "examples/demo/src/main.ts", about: "the whole stack with a sample workflow" },
  verify: { script: "tools/verify.ts", about: "all checks: format, lint, types, tests" },
  bench: { script: "bench/src/main.ts", about: "Tempograph beside a hand-written Temporal workflow" },
  "bench:machine": { script: "bench/src/machine/main.ts", about: "microseconds per step of the pure machine" },
  "new-pack": { script: "tools/node-pack/new-pack.ts", about: "a folder for nodes of your own" },
  "node-types": { script: "tools/node-types/main.ts", about: "TypeScript types of a node pack, for the builder" },
  "pack:sdk": { script: "tools/node-pack/pack-sdk.ts", about: "the packages that node packs need, as files for npm" },
  "dev-stack": { script: "examples/demo/src/dev-stack.ts", about: "the stack alone, for `tempograph dev`" },
  tempograph: { script: "packages/cli/src/main.ts", about: "the command line" },
  "pack:cli": { script: "tools/node-pack/pack-cli.ts", about: "the command line, as files for npm" },
  "bench:steps": {
    script: "bench/src/steps/main.ts",
    about: "how far the mirror is behind an execution of 10,000 steps",
  },
  "bench:match": { script: "bench/src/match/main.ts", about: "one event against ten thousand triggers" },
  "bench:noisy": { script: "bench/src/noisy/main.ts", about: "one workflow beside a burst of another" },
  "bench:load": { script: "bench/src/load/main.ts", about: "ten thousand events with ten thousand active triggers" },
  "bench:ingest": { script: "bench/src/ingest/main.ts", about: "events per second, single and in batches" },
  "bench:writes": { script: "bench/src/writes/main.ts", about: "what an execution writes into Postgres" },
  "bench:scale": { script: "bench/src/scale/main.ts", about: "lists, filters and counts with a million executions" },
  "bench:footprint": {
    script: "bench/src/footprint/main.ts",
    about: "memory and CPU of a stack that has nothing to do, and its memory over 20,000 executions",
  },
  "bench:subscribers": {
    script: "bench/src/subscribers/main.ts",
    about: "a thousand live subscribers that wake at once",
  },
  "bench:dashboard": { script: "bench/src/dashboard/main.ts", about: "how heavy and how fast the dashboard is" },
  soak: { script: "e2e/soak/main.ts", about: "load with a fault every 20 s, and the account of it" },
  dashboard: {
    script: "packages/dashboard/build/dev.ts",
    about: "the dashboard with hot reload, in front of an API that runs",
  },
  "audit:verify": { script: "packages/db/src/audit/main.ts", about: "whether the audit log is as it was written" },
  "connections:rewrap": {
    script: "packages/db/src/connections/main.ts",
    about: "the keys of connections under a new master key",
  },
  keys: { script: "packages/runtime/src/keys/main.ts", about: "files of keys: list them, rotate them" },
  "make-token": { script: "packages/api/src/make-token.ts", about: "a named token in a file of tokens" },
  screenshots: { script: "e2e/screenshots/main.ts", about: "pictures of every page of the dashboard" },
  mutation: { script: "tools/mutation/main.ts", about: "which changes of the machine no test notices" },
};

const HELP = `Usage: node tools/run.mjs <program> [arguments for it]

${Object.entries(PROGRAMS)
  .map(([name, { about }]) => `  ${name.padEnd(20)}${about}`)
  .join("\n")}

Installs the packages first when they are missing or out of date. "<program> --help" tells a program's own options.
`;

const say = (line) => process.stderr.write(`${line}\n`);

function installKey() {
  const lock = readFileSync(join(ROOT, "pnpm-lock.yaml"));
  return createHash("sha256").update(lock).update(`${process.platform} ${process.arch}`).digest("hex");
}

function isInstalled() {
  return existsSync(NODE) && existsSync(STAMP) && readFileSync(STAMP, "utf8").trim() === installKey();
}

function packageManager() {
  return JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).packageManager.split("+")[0];
}

/** Runs a command to its end and passes signals on to it. Returns its exit code, or 128 + n after signal n. */
function run(command, args, options) {
  const child = spawn(command, args, { cwd: ROOT, ...options });
  // Ctrl-C reaches this process from the terminal and again through npm. Pass it on to the program once.
  let lastSignal = 0;
  const pass = (signal) => {
    const now = Date.now();
    if (now - lastSignal > 500) child.kill(signal);
    lastSignal = now;
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

async function install() {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  say("Installing packages with pnpm: about a minute the first time");
  const ticker = setInterval(() => say(`Installing packages: ${seconds()} s so far`), 10_000);
  const args = ["-y", packageManager(), "install", "--frozen-lockfile", "--config.confirmModulesPurge=false"];
  try {
    // Start it in a session of its own, as below, so that signals reach it only through this process.
    const code = await run("npx", args, { stdio: ["ignore", 2, 2], detached: true });
    if (code !== 0) {
      say(
        `The installation ended with code ${code} after ${seconds()} s. Mend what is said above, then run this again.`,
      );
      return code;
    }
  } finally {
    clearInterval(ticker);
  }
  if (!existsSync(NODE)) {
    say(`The installation left no ${NODE}: the package "node" has no binary for ${process.platform} ${process.arch}.`);
    return 1;
  }
  writeFileSync(STAMP, `${installKey()}\n`);
  return 0;
}

async function main([name, ...args]) {
  if (name === undefined || name === "--help" || name === "-h") {
    process.stderr.write(HELP);
    return name === undefined ? 2 : 0;
  }
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
  if (program === undefined) {
    say(`There is no program "${name}".\n\n${HELP}`);
    return 2;
  }
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    say(`Node.js ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}.`);
    return 1;
  }
  if (!isInstalled()) {
    const code = await install();
    if (code !== 0) return code;
  }
  const script = join(ROOT, program.script);
  if (!existsSync(script)) {
    say(`${program.script} is missing from this checkout.`);
    return 1;
  }
  const nodeArgs = [
    "--conditions=@tempograph/source",
    "--disable-warning=ExperimentalWarning",
    ...["--import", new URL("./end-with-parent.mjs", import.meta.url).href],
  ];
  // The program runs in a session of its own, so that Ctrl-C reaches it once, through this process. It ends with this process, even
  // after kill -9, because the pipe on its descriptor 3 then closes.
  return run(NODE, [...nodeArgs, script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    detached: true,
    env: { ...process.env, TEMPOGRAPH_PARENT_FD: "3" },
  });
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  say(`${error instanceof Error ? error.message : error}`);
  return 1;
});
