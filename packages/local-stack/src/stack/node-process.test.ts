import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { startNodeProcess, type NodeProcessEvent } from "./node-process.ts";

const folder = mkdtempSync(join(tmpdir(), "tempograph-process-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, code: string) {
  const entry = join(folder, `${name}.mjs`);
  writeFileSync(entry, code);
  return { name, entry, env: process.env, logFile: join(folder, `${name}.log`), graceMs: 2_000, readyWithinMs: 10_000 };
}

const READY = `console.log(JSON.stringify({ ready: true, pid: process.pid }));`;

test("gives what the ready line says, again after a crash, and one log holds both runs", async () => {
  const events: NodeProcessEvent[] = [];
  const readyAgain = Promise.withResolvers<void>();
  const { process: supervised, ready } = await startNodeProcess({
    ...program("server", `console.error("hello from " + process.pid); ${READY} setInterval(() => {}, 1000);`),
    onEvent(event) {
      events.push(event);
      if (events.filter(({ kind }) => kind === "ready").length === 2) readyAgain.resolve();
    },
  });
  const first = Number(ready["pid"]);
  expect(supervised.pid).toBe(first);
  supervised.kill9();
  await readyAgain.promise;
  const second = Number(supervised.pid);
  await supervised.stop();
  const log = readFileSync(join(folder, "server.log"), "utf8");
  expect(log).toContain(`hello from ${first}`);
  expect(log).toContain(`hello from ${second}`);
  expect(events.map(({ kind }) => kind)).toEqual([
    "started",
    "ready",
    "exited",
    "restarting",
    "started",
    "ready",
    "exited",
  ]);
});

test("a program that ends before it is ready fails the start with its last words, and is not started again", async () => {
  const starts: number[] = [];
  const start = startNodeProcess({
    ...program("broken", `console.error("DATABASE_URL is missing"); process.exit(3);`),
    onEvent: (event) => void (event.kind === "started" && starts.push(event.pid)),
  });
  await expect(start).rejects.toThrow(
    /The broken ended with code 3 before it was ready\.\nDATABASE_URL is missing\nIts log is .*broken\.log/,
  );
  expect(starts).toHaveLength(1);
});

test("one that is never ready is ended", async () => {
  const silent = program("silent", `setInterval(() => {}, 1000);`);
  await expect(startNodeProcess({ ...silent, readyWithinMs: 300 })).rejects.toThrow("was not ready within 0.3 s");
});
