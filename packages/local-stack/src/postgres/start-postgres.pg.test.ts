import { once } from "node:events";
import { createServer } from "node:net";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { holdStack } from "../fixtures/hold-stack.ts";
import { openToOthers } from "../fixtures/open-to-others.ts";
import { tempDir } from "../fixtures/temp-dir.ts";
import { DataDirInUseError } from "../lock/lock-data-dir.ts";
import { processStartTime } from "../process/process-identity.ts";
import { startPostgres, type LocalPostgres } from "./start-postgres.ts";

async function start(dataDir: string, durable = false): Promise<LocalPostgres> {
  const server = await startPostgres({ dataDir, durable, databaseUrl: "" });
  onTestFinished(() => server.stop());
  return server;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end().catch(() => {});
  }
}

test("data stay in the folder, and only its owner can read the password", async () => {
  const dataDir = tempDir();
  const first = await start(dataDir);
  await query(first.url, "create table kept (id int)");
  expect(statSync(join(dataDir, "postgres.password")).mode & 0o777).toBe(0o600);
  expect(openToOthers(dataDir)).toEqual([]);
  await first.stop();
  expect(processStartTime(first.pid as number)).toBeUndefined();
  const second = await start(dataDir);
  // Who knows the server still finds it.
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
  expect(await query(second.adminUrl, "select current_database() as name")).toEqual([{ name: "postgres" }]);
});

test("the roles of the API and the workers have passwords of their own and own nothing, at every start", async () => {
  const dataDir = tempDir();
  for (let starts = 0; starts < 2; starts++) {
    const server = await start(dataDir);
    for (const part of ["api", "worker"] as const) {
      expect(statSync(join(dataDir, `postgres-${part}.password`)).mode & 0o777).toBe(0o600);
      const about = `select current_user as name, rolsuper or rolcreaterole or rolcreatedb or rolbypassrls as powerful
        from pg_roles where rolname = current_user`;
      expect(await query(server.roleUrls![part], about)).toEqual([{ name: `tempograph_${part}`, powerful: false }]);
      await expect(query(server.roleUrls![part], "create table mine (id int)")).rejects.toThrow("permission denied");
    }
    await server.stop();
  }
});

test("changes of tables can be read through logical replication, unless a setting says otherwise", async () => {
  const dataDir = tempDir();
  const first = await start(dataDir);
  expect(await query(first.url, "show wal_level")).toEqual([{ wal_level: "logical" }]);
  await first.stop();
  const second = await startPostgres({ dataDir, durable: false, databaseUrl: "", settings: { wal_level: "replica" } });
  onTestFinished(() => second.stop());
  expect(await query(second.url, "show wal_level")).toEqual([{ wal_level: "replica" }]);
});

test("a password is needed", async () => {
  const server = await start(tempDir());
  const url = new URL(server.url);
  url.password = "wrong";
  await expect(query(url.href, "select 1")).rejects.toThrow(/password authentication failed/);
});

test("starts again after kill -9 of the server, on another port if its own is taken meanwhile", async () => {
  const dataDir = tempDir();
  const first = await start(dataDir, true);
  await query(first.url, "create table kept (id int)");
  process.kill(first.pid as number, "SIGKILL");
  await eventually(() => processStartTime(first.pid as number) === undefined);
  await first.stop();
  const taker = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
  await once(taker, "listening");
  onTestFinished(() => void taker.close());
  const second = await start(dataDir, true);
  expect(await query(second.url, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
});

test("one server per folder; the server ends with its parent, also by kill -9", async () => {
  const dataDir = tempDir();
  const holder = await holdStack("postgres", dataDir);
  onTestFinished(() => holder.kill9());
  await expect(startPostgres({ dataDir, databaseUrl: "" })).rejects.toThrow(DataDirInUseError);
  await expect(startPostgres({ dataDir, databaseUrl: "" })).rejects.toThrow(
    `Process ${holder.process.pid} runs postgres`,
  );
  await holder.kill9();
  await eventually(() => processStartTime(holder.pid) === undefined);
  await start(dataDir);
});

test("a server that outlived its parent is ended at the next start", async () => {
  const dataDir = tempDir();
  const holder = await holdStack("postgres", dataDir);
  // Stopped, it cannot react to the watchdog's signal until the next start's SIGKILL.
  process.kill(holder.pid, "SIGSTOP");
  await holder.kill9();
  expect(processStartTime(holder.pid)).toBeDefined();
  await start(dataDir);
  expect(processStartTime(holder.pid)).toBeUndefined();
});

test("a postmaster.pid whose pid now belongs to another program is no obstacle", async () => {
  const dataDir = tempDir();
  await (await start(dataDir)).stop();
  writeFileSync(join(dataDir, "postgres", "postmaster.pid"), `${process.pid}\n${join(dataDir, "postgres")}\n`);
  const server = await start(dataDir);
  expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a DATABASE_URL is used as it is", async () => {
  const own = "postgres://me:secret@db.example:5433/mine?sslmode=require";
  const server = await startPostgres({ dataDir: "/nowhere", databaseUrl: own });
  expect(server).toMatchObject({
    url: own,
    adminUrl: "postgres://me:secret@db.example:5433/postgres?sslmode=require",
    pid: undefined,
  });
  await server.stop();
});
