import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startNodeProcess, type NodeProcessEvent } from "./node-process.ts";

const folder = mkdtempSync(join(tmpdir(), "tempograph-process-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, code: string) {
  const entry = join(folder, `${name}.mjs`);
  writeFileSync(entry, code);
  return {
    name,
    entry,
    env: process.env,
    logFile: join(folder, `${name}.log`),
    graceMs: 2_000,
    readyWithinMs: 10_000,
    portVariable: "MY_PORT",
  };
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
  const events: string[] = [];
  const start = startNodeProcess({
    ...program("broken", `console.error("DATABASE_URL is missing"); process.exit(3);`),
    onEvent: ({ kind }) => void events.push(kind),
  });
  await expect(start).rejects.toThrow(
    /The broken ended with code 3 before it was ready\.\nDATABASE_URL is missing\nIts log is .*broken\.log/,
  );
  // Nothing says either that it is.
  expect(events).toEqual(["started", "exited"]);
});

test("one that is never ready is ended", async () => {
  const silent = program("silent", `setInterval(() => {}, 1000);`);
  await expect(startNodeProcess({ ...silent, readyWithinMs: 300 })).rejects.toThrow("was not ready within 0.3 s");
});

test("a port that is taken is an error with its hint", async () => {
  const other = createServer();
  await new Promise<void>((listens) => other.listen(0, "127.0.0.1", listens));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const listens = program("second", `import net from "node:net"; net.createServer().listen(${port}, "127.0.0.1");`);
  await expect(startNodeProcess(listens)).rejects.toMatchObject({
    code: "PORT_IN_USE",
    message: expect.stringContaining(`The second cannot listen on 127.0.0.1:${port}`),
    hint: expect.stringContaining("Set MY_PORT to a free port"),
  });
});
