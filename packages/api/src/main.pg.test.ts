import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openDatabase, writeHookAnswer } from "@tempograph/db";
import { createTestDatabase, waitFor, whileLocked } from "@tempograph/testing";
import { expect, onTestFinished, test } from "vitest";

const MAIN = new URL("./main.ts", import.meta.url).pathname;

function start(
  env: Record<string, string>,
  ...args: string[]
): { child: ChildProcess; stdout: string[]; stderr: string[] } {
  const child = spawn(process.execPath, ["--conditions=@tempograph/source", MAIN, ...args], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr]: [string[], string[]] = [[], []];
  createInterface({ input: child.stdout! }).on("line", (line) => stdout.push(line));
  createInterface({ input: child.stderr! }).on("line", (line) => stderr.push(line));
  return { child, stdout, stderr };
}

test("the process prints its URL when it is ready, makes its token, serves while Temporal is down, logs JSON without secrets, serves its metrics on a port of their own, and ends at SIGTERM", async () => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "tempograph-main-"));
  const { child, stdout, stderr } = start({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: "127.0.0.1:1",
    TEMPOGRAPH_DATA_DIR: dataDir,
    TEMPOGRAPH_METRICS_PORT: "0",
  });
  const exited = once(child, "exit");
  try {
    await waitFor(() => stdout.length > 0, { timeoutMs: 20_000 });
    const ready = JSON.parse(stdout[0]!) as { ready: boolean; url: string; metrics: string };
    const here = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+(\/metrics)?$/);
    expect(ready).toEqual({ ready: true, url: here, metrics: here });
    const token = (await readFile(join(dataDir, "token"), "utf8")).trim();
    const answer = await fetch(`${ready.url}/workflows`, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toEqual({ items: [], nextCursor: null });
    expect((await fetch(`${ready.url}/workflows`)).status).toBe(401);
    const metrics = await (await fetch(ready.metrics)).text();
    expect(metrics).toContain('tempograph_http_request_seconds_count{method="GET",route="/workflows",status="4xx"} 1');
    expect(metrics).toMatch(/^tempograph_oldest_event_seconds 0$/m);
    expect(metrics).toMatch(/^tempograph_postgres_connections\{state="most"\} 10$/m);
    expect((await fetch(`${ready.url}/metrics`)).status).toBe(401);
    child.kill("SIGTERM");
    expect((await exited)[0]).toBe(0);
    expect(stdout).toHaveLength(1);
    expect(stderr.length).toBeGreaterThan(0);
    for (const line of stderr) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) });
    expect(stderr.join("\n")).not.toContain(token);
  } finally {
    child.kill("SIGKILL");
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

/** Starts an API, and lets a request wait for a table that is locked while `work` runs. */
async function withWaitingRequest(
  env: Record<string, string>,
  work: (api: ReturnType<typeof start>) => Promise<void>,
): Promise<void> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "tempograph-main-"));
  const api = start({
    ...{ DATABASE_URL: database.url, TEMPORAL_ADDRESS: "127.0.0.1:1", TEMPOGRAPH_DATA_DIR: dataDir },
    ...{ TEMPOGRAPH_TOKEN: "a-token-of-this-test", ...env },
  });
  try {
    await waitFor(() => api.stdout.length > 0, { timeoutMs: 20_000 });
    const { url } = JSON.parse(api.stdout[0]!) as { url: string };
    await whileLocked(database.url, "workflows", async (waiting) => {
      const request = fetch(`${url}/workflows`, { headers: { authorization: "Bearer a-token-of-this-test" } });
      const broken = request.then(() => false).catch(() => true);
      await waitFor(async () => (await waiting()) > 0);
      await work(api);
      expect(await broken).toBe(true);
    });
  } finally {
    api.child.kill("SIGKILL");
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

test("a request that does not end holds the process only as long as the setting allows", async () => {
  await withWaitingRequest({ TEMPOGRAPH_SHUTDOWN_SECONDS: "1" }, async ({ child }) => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    // It ends in order: the request is broken off, and its sender tries again elsewhere.
    expect((await exited)[0]).toBe(0);
  });
}, 60_000);

test("a second signal ends the process at once", async () => {
  await withWaitingRequest({ TEMPOGRAPH_SHUTDOWN_SECONDS: "3600" }, async ({ child, stderr }) => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    // The first signal has arrived when nobody can connect any more.
    await waitFor(async () => !(await accepts(stderr)));
    child.kill("SIGTERM");
    expect((await exited)[0]).toBe(1);
    expect(stderr.join("\n")).toContain("A second signal");
  });
}, 60_000);

/** Whether the API that has logged where it listens accepts connections. */
async function accepts(stderr: readonly string[]): Promise<boolean> {
  const { url } = stderr.map((line) => JSON.parse(line) as { url?: string }).find((line) => line.url !== undefined)!;
  return await fetch(`${url!}/health`).then(
    () => true,
    () => false,
  );
}

test("--help names the variables; an invalid environment or an unreachable database ends the process with a message", async () => {
  const help = start({}, "--help");
  await once(help.child, "close");
  expect(help.stdout.join("\n")).toContain("DATABASE_URL");
  const bad = start({});
  expect((await once(bad.child, "close"))[0]).toBe(1);
  expect(bad.stderr.join("\n")).toContain("DATABASE_URL");
  const dataDir = await mkdtemp(join(tmpdir(), "tempograph-main-"));
  const absent = start({ DATABASE_URL: "postgres://u:very-secret@127.0.0.1:1/db", TEMPOGRAPH_DATA_DIR: dataDir });
  expect((await once(absent.child, "close"))[0]).toBe(1);
  expect(absent.stderr.join("\n")).toMatch(/ECONNREFUSED|connect/);
  expect(absent.stderr.join("\n")).not.toContain("very-secret");
  await rm(dataDir, { recursive: true, force: true });
});

test("--migrate brings the schema up to date and ends", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  try {
    await db.schema.dropSchema("public").cascade().execute();
    await db.schema.createSchema("public").execute();
    const { child, stdout, stderr } = start({ TEMPOGRAPH_MIGRATION_DATABASE_URL: database.url }, "--migrate");
    expect([(await once(child, "close"))[0], stdout, stderr]).toEqual([0, ['{"migrated":true}'], []]);
    expect(await db.selectFrom("workflows").select("id").execute()).toEqual([]);
    const nowhere = start({}, "--migrate");
    expect((await once(nowhere.child, "close"))[0]).toBe(1);
    expect(nowhere.stderr.join()).toContain("TEMPOGRAPH_MIGRATION_DATABASE_URL");
  } finally {
    await db.destroy();
    await database.drop();
  }
}, 60_000);

test("a process that is killed while a sender waits loses no answer: the repeated request gets it, and nothing is stored twice", async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  const dataDir = await mkdtemp(join(tmpdir(), "tempograph-main-"));
  const env = { DATABASE_URL: database.url, TEMPORAL_ADDRESS: "127.0.0.1:1", TEMPOGRAPH_DATA_DIR: dataDir };
  const run = async () => {
    const { child, stdout } = start(env);
    onTestFinished(() => void child.kill("SIGKILL"));
    await waitFor(() => stdout.length > 0, { timeoutMs: 20_000 });
    return { child, url: (JSON.parse(stdout[0]!) as { url: string }).url };
  };
  onTestFinished(async () => {
    await db.destroy();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const first = await run();
  const config = { path: "orders", deliveryId: { header: "x-id" }, answer: { type: "respond" } };
  const made = await fetch(`${first.url}/workflows`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${(await readFile(join(dataDir, "token"), "utf8")).trim()}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      ...{ name: "Orders", triggers: [{ id: "t", kind: "webhook", config }] },
      graph: { nodes: [{ id: "start", type: "start" }], edges: [] },
    }),
  });
  expect(made.status).toBe(201);
  const send = (url: string) =>
    fetch(`${url}/hooks/main/orders`, { method: "POST", headers: { "x-id": "1" }, body: "an order" });
  const events = async () => await db.selectFrom("events").select("id").execute();
  const waiting = send(first.url).then(
    () => "answered",
    () => "broken",
  );
  const [event] = await waitFor(async () => {
    const found = await events();
    return found.length > 0 && found;
  });
  const killed = once(first.child, "exit");
  first.child.kill("SIGKILL");
  expect([await waiting, (await killed)[1]]).toEqual(["broken", "SIGKILL"]);
  // The execution goes on in a worker, and its `respond` node answers while nobody waits.
  const answer = { status: 201, headers: {}, body: { ok: true } };
  expect(await writeHookAnswer(db, { eventId: event!.id, step: "step" }, answer)).toBe("sent");
  const second = await run();
  const repeated = await send(second.url);
  expect([repeated.status, await repeated.json()]).toEqual([201, { ok: true }]);
  expect(await events()).toEqual([event]);
}, 60_000);
