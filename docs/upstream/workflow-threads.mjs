// The SDK's workflow threads by themselves, without a server: with the installed SDK, and with one that has the patch.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker as Thread } from "node:worker_threads";

const PATCH = fileURLToPath(new URL("one-timeout-per-activation.patch", import.meta.url));
const requireHere = createRequire(new URL("../../bench/package.json", import.meta.url));
export const installedWorker = dirname(requireHere.resolve("@temporalio/worker/package.json"));

/** Applies the patch to a copy of the installed package, whose changed sources it compiles. Gives the copy's folder. */
export function patchedWorker(directory) {
  const modules = join(directory, "node_modules");
  const installedModules = join(installedWorker, "..", "..");
  for (const name of readdirSync(installedModules).filter((each) => each !== ".bin" && each !== "@temporalio")) {
    link(join(installedModules, name), join(modules, name));
  }
  for (const name of readdirSync(join(installedModules, "@temporalio")).filter((each) => each !== "worker")) {
    link(join(installedModules, "@temporalio", name), join(modules, "@temporalio", name));
  }
  const copy = join(modules, "@temporalio", "worker");
  cpSync(installedWorker, copy, { recursive: true });
  execFileSync("git", ["apply", "-p3", PATCH], {
    cwd: copy,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: modules },
  });
  const { transformSync } = createRequire(join(installedWorker, "package.json"))("@swc/core");
  for (const file of changedFiles()) {
    const { code } = transformSync(readFileSync(join(copy, file), "utf8"), {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs", ignoreDynamic: true },
    });
    writeFileSync(join(copy, file.replace(/^src/, "lib").replace(/ts$/, "js")), code);
  }
  return copy;
}

function link(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  if (!existsSync(to)) symlinkSync(from, to);
}

function changedFiles() {
  return [...readFileSync(PATCH, "utf8").matchAll(/^\+\+\+ b\/packages\/worker\/(.+)$/gm)].map(([, file]) => file);
}

/** @param directory that of `patchedWorker`, from which the SDK resolves */
export async function bundleSample(directory) {
  const { bundleWorkflowCode, DefaultLogger } = requireHere("@temporalio/worker");
  const workflowsPath = join(directory, "sample-workflows.mjs");
  cpSync(new URL("sample-workflows.mjs", import.meta.url), workflowsPath);
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger("ERROR") });
  const { parseWorkflowCode } = requireHere("@temporalio/worker/lib/worker");
  return parseWorkflowCode(code);
}

/** A workflow thread of one of the packages, with what the SDK's main thread asks of it. */
export async function startThread(workerPackage, workflowBundle, isolateExecutionTimeoutMs = 5_000) {
  const thread = new Thread(join(workerPackage, "lib/workflow/workflow-worker-thread.js"));
  const waiting = new Map();
  thread.on("message", ({ requestId, result }) => {
    const { resolve, reject } = waiting.get(requestId);
    waiting.delete(requestId);
    if (result.type === "ok") resolve(result.output);
    else reject(new Error(result.message));
  });
  let requests = 0n;
  const ask = (input) =>
    new Promise((resolve, reject) => {
      const requestId = requests++;
      waiting.set(requestId, { resolve, reject });
      thread.postMessage({ requestId, input });
    });
  const registeredActivityNames = new Set(["step"]);
  const bundle = { workflowBundle, isolateExecutionTimeoutMs, registeredActivityNames, reuseV8Context: true };
  await ask({ type: "init", ...bundle, hasPatchActivationCallback: false });
  return { ask, end: () => thread.terminate() };
}

const payload = (value) => ({
  metadata: { encoding: Buffer.from("json/plain") },
  data: Buffer.from(JSON.stringify(value)),
});
const timestamp = { seconds: 1_700_000_000, nanos: 0 };

export async function create({ ask }, workflowType, runId) {
  const info = {
    ...{
      workflowId: runId,
      runId,
      workflowType,
      firstExecutionRunId: runId,
      namespace: "default",
      taskQueue: "sample",
    },
    ...{
      searchAttributes: {},
      typedSearchAttributes: undefined,
      memo: {},
      attempt: 1,
      historyLength: 3,
      historySize: 0,
    },
    ...{ taskTimeoutMs: 10_000, startTime: new Date(0), runStartTime: new Date(0), continueAsNewSuggested: false },
    unsafe: { isReplaying: false, isReplayingHistoryEvents: false },
  };
  const options = { info, randomnessSeed: [1, 2, 3, 4], now: 0, showStackTraceSources: false };
  await ask({ type: "create-workflow", options });
}

export async function activate({ ask }, runId, ...jobs) {
  const activation = { runId, timestamp, historyLength: 3, isReplaying: false, jobs };
  const { completion } = await ask({ type: "activate-workflow", runId, activation });
  await ask({ type: "extract-sink-calls", runId });
  return completion;
}

export const start = (workflowType, workflowId) => ({
  initializeWorkflow: { workflowType, workflowId, arguments: [], randomnessSeed: 1, attempt: 1, startTime: timestamp },
});
export const stepDone = (seq) => ({ resolveActivity: { seq, result: { completed: { result: payload({ seq }) } } } });
export const query = (queryType) => ({ queryWorkflow: { queryId: "q", queryType, arguments: [] } });

/** What one execution with four activities in sequence asks of its thread. Gives the completions. */
export async function execute(thread, runId) {
  await create(thread, "fourSteps", runId);
  const completions = [await activate(thread, runId, start("fourSteps", runId))];
  for (let seq = 1; seq <= 4; seq += 1) completions.push(await activate(thread, runId, stepDone(seq)));
  await thread.ask({ type: "dispose-workflow", runId });
  return completions;
}
