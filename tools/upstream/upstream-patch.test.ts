import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

interface Thread {
  ask(input: object): Promise<unknown>;
  end(): Promise<unknown>;
}

/** The parts of `docs/upstream/workflow-threads.mjs` that are used here. */
interface Threads {
  readonly installedWorker: string;
  patchedWorker(directory: string): string;
  bundleSample(directory: string): Promise<unknown>;
  startThread(workerPackage: string, bundle: unknown, timeoutMs?: number): Promise<Thread>;
  create(thread: Thread, workflowType: string, runId: string): Promise<void>;
  activate(thread: Thread, runId: string, ...jobs: object[]): Promise<object>;
  query(type: string): object;
  start(workflowType: string, runId: string): object;
  execute(thread: Thread, runId: string): Promise<readonly object[]>;
}

const source = new URL("../../docs/upstream/workflow-threads.mjs", import.meta.url).href;
let threads: Threads;
let bundle: unknown;
const sides: Record<string, string> = {};
const directory = mkdtempSync(join(tmpdir(), "patched-sdk-"));
const started: Thread[] = [];

beforeAll(async () => {
  threads = (await import(/* @vite-ignore */ source)) as Threads;
  // Fails if the patch does not apply to the installed version: make it anew from that version's sources.
  sides["patched"] = threads.patchedWorker(directory);
  sides["installed"] = threads.installedWorker;
  bundle = await threads.bundleSample(directory);
}, 60_000);
afterAll(async () => {
  for (const thread of started) await thread.end();
  rmSync(directory, { recursive: true, force: true });
});

async function onBoth<T>(work: (thread: Thread) => Promise<T>, timeoutMs?: number): Promise<Record<string, T>> {
  const results: Record<string, T> = {};
  for (const [side, workerPackage] of Object.entries(sides)) {
    const thread = await threads.startThread(workerPackage, bundle, timeoutMs);
    started.push(thread);
    results[side] = await work(thread);
  }
  return results;
}

test("the patched thread answers as the SDK's does, stack traces included", async () => {
  const { installed, patched } = await onBoth(async (thread) => {
    const completions = await threads.execute(thread, "steps");
    await threads.create(thread, "waitsForAll", "waits");
    await threads.activate(thread, "waits", threads.start("waitsForAll", "waits"));
    const stacks = await threads.activate(thread, "waits", threads.query("__stack_trace"));
    const enhanced = await threads.activate(thread, "waits", threads.query("__enhanced_stack_trace"));
    return { completions, stacks, enhanced };
  });
  expect(patched).toEqual(installed);
  expect(JSON.stringify(patched!.completions.at(-1))).toContain("completeWorkflowExecution");
  const stacks = JSON.stringify(patched!.stacks, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  );
  expect(stacks).toMatch(/at waits \(.*sample-workflows\.mjs:\d+.*at waitsForAll \(/);
});

test("a workflow task that never ends is stopped, and the thread goes on", async () => {
  const ends = await onBoth(async (thread) => {
    await threads.create(thread, "runsAway", "away");
    const end = await threads
      .activate(thread, "away", threads.start("runsAway", "away"))
      .then(JSON.stringify, (error: Error) => error.message);
    expect(await threads.execute(thread, "next")).toHaveLength(5);
    return end;
  }, 500);
  for (const end of Object.values(ends)) expect(end).toContain("Script execution timed out after 500ms");
});
