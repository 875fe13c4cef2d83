import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@tempograph/db";
import { DATABASE_OPERATIONS as OPERATIONS } from "@tempograph/graph";
import { type LocalPostgres, startPostgres } from "@tempograph/local-stack";
import { createTestDatabase, waitFor } from "@tempograph/testing";
import { expect, onTestFinished, test } from "vitest";
import { openClient, storedChanges } from "../testing/database-world.ts";
import { installSql } from "./outbox/outbox-sql.ts";
import { ensurePublication, ensureSlot } from "./replication/slot.ts";

const ROWS = 8_000;
const BATCH = 100;
const table = { schema: "public", table: "orders" };

/** A server of the user, which can be killed with -9 and started again. */
async function usersServer() {
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-users-"));
  const urlFile = join(dataDir, "url");
  let server: LocalPostgres;
  const start = async (): Promise<void> => {
    server = await startPostgres({ dataDir, databaseUrl: "" });
    writeFileSync(urlFile, server.url);
  };
  await start();
  onTestFinished(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    urlFile,
    url: () => server.url,
    async killAndStart() {
      process.kill(server.pid!, "SIGKILL");
      await server.stop();
      await start();
    },
  };
}

test.each(["replication", "outbox"])(
  "%s: the reader is killed with -9 again and again, and so is the user's server: each change is exactly one event",
  async (mode) => {
    const [own, users] = await Promise.all([createTestDatabase(), usersServer()]);
    const db = openDatabase(own.url);
    onTestFinished(async () => {
      await db.destroy();
      await own.drop();
    });
    const name = mode === "outbox" ? "outbox_x" : "tempograph_x";
    const setUp = await openClient(users.url());
    await setUp.query("create table orders (id int primary key, status text)");
    if (mode === "outbox")
      for (const statement of installSql({ name, table, operations: OPERATIONS })) await setUp.query(statement);
    else {
      await ensurePublication(setUp, { name, table, operations: OPERATIONS });
      await ensureSlot(setUp, name);
    }
    await setUp.end();

    let reader: ChildProcess | undefined;
    const startReader = (): void => {
      reader = spawn(
        process.execPath,
        [
          ...["--conditions=@tempograph/source", "--no-warnings"],
          new URL("../testing/doomed-reader.ts", import.meta.url).pathname,
        ],
        {
          env: {
            ...{ ...process.env, NODE_OPTIONS: "", DATABASE_URL: own.url, USERS_URL_FILE: users.urlFile },
            ...{ NAME: name, MODE: mode },
          },
          stdio: ["ignore", "ignore", "inherit"],
        },
      );
    };
    const killReader = async (): Promise<void> => {
      const exited = once(reader!, "exit");
      reader!.kill("SIGKILL");
      await exited;
    };
    onTestFinished(killReader);

    const count = async (): Promise<number> => {
      const { n } = await db
        .selectFrom("events")
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .executeTakeFirstOrThrow();
      return n;
    };
    /** What a commit that got no answer did is not known: the batch is written again where it is missing. */
    const write = async (from: number): Promise<void> => {
      for (let id = from; id < from + ROWS / 2; id += BATCH)
        await waitFor(async () => {
          const client = await openClient(users.url());
          try {
            await client.query(
              "insert into orders select n, 'new' from generate_series($1::int, $2::int) n on conflict do nothing",
              [id, id + BATCH - 1],
            );
            return true;
          } finally {
            await client.end();
          }
        });
    };

    startReader();
    const first = write(1);
    for (let kills = 1; kills <= 3; kills++) {
      await waitFor(async () => (await count()) >= kills * 700, { timeoutMs: 30_000 });
      await killReader();
      startReader();
    }
    await first;
    const second = write(ROWS / 2 + 1);
    await users.killAndStart();
    await second;
    const more = await openClient(users.url());
    await more.query(`update orders set status = 'paid' where id <= ${String(ROWS / 8)}`);
    await more.query(`delete from orders where id > ${String(ROWS - ROWS / 8)}`);
    await more.end();
    await killReader();
    startReader();

    const all = ROWS + ROWS / 4;
    await waitFor(async () => (await count()) >= all, { timeoutMs: 60_000 });
    const seen = (await storedChanges(db)).map(({ operation, new: after, old, key }) => {
      const row = (after ?? old ?? key) as { readonly id: number };
      return `${String(operation)} ${String(row.id)}`;
    });
    expect(seen).toHaveLength(all);
    expect(new Set(seen).size).toBe(all);
    expect(await count()).toBe(all);
  },
  150_000,
);
