import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { processStartTime } from "./process-identity.ts";
import { superviseProcess, type SupervisedProcess, type SuperviseProcessOptions } from "./supervise-process.ts";

async function supervise(script: string, options: Partial<SuperviseProcessOptions> = {}): Promise<SupervisedProcess> {
  const supervised = await superviseProcess({ name: "worker", command: "/bin/sh", args: ["-c", script], ...options });
  onTestFinished(() => supervised.stop());
  return supervised;
}

test("a process that was killed with -9 is started again", async () => {
  const lines: string[] = [];
  const worker = await supervise("echo hello; exec sleep 600", { onLine: (line) => lines.push(line) });
  await eventually(() => lines.length === 1);
  const killed = worker.kill9();
  await eventually(() => worker.pid !== undefined && worker.pid !== killed);
  expect(worker.restarts).toBe(1);
  await eventually(() => lines.length === 2);
  const last = worker.pid as number;
  await worker.stop();
  expect(processStartTime(last)).toBeUndefined();
  expect(worker.pid).toBeUndefined();
});

test("the delay before a restart doubles, and short runs in a row end it", async () => {
  const delays: number[] = [];
  const reasons: string[] = [];
  const worker = await supervise("echo no database; exit 3", {
    restart: { initialDelayMs: 1, maximumShortRuns: 4 },
    onEvent: (event) => {
      if (event.kind === "restarting") delays.push(event.inMs);
      if (event.kind === "gaveUp") reasons.push(event.reason);
    },
  });
  expect(await worker.ended).toEqual({ code: 3, signal: null });
  expect(delays).toEqual([1, 2, 4, 8]);
  expect(reasons).toEqual([expect.stringMatching(/worker ended 5 times in a row:\nno database/)]);
});

test("stop during the delay ends the supervision at once", async () => {
  let waiting = false;
  const worker = await supervise("exit 1", {
    restart: { initialDelayMs: 600_000, maximumDelayMs: 600_000 },
    onEvent: (event) => void (waiting ||= event.kind === "restarting"),
  });
  await eventually(() => waiting);
  await worker.stop();
  expect(worker.restarts).toBe(0);
});

test("a process that ignores SIGTERM is killed after the grace time", async () => {
  let ready = false;
  const worker = await supervise("trap '' TERM; echo ready; while true; do sleep 0.1; done", {
    graceMs: 100,
    onLine: (line) => void (ready ||= line === "ready"),
  });
  await eventually(() => ready);
  await worker.stop();
  expect(await worker.ended).toEqual({ code: null, signal: "SIGKILL" });
});

test("a command that does not exist is an error at once", async () => {
  await expect(superviseProcess({ name: "x", command: "/does/not/exist" })).rejects.toThrow(/ENOENT/);
});
