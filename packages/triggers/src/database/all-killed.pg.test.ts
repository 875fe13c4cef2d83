import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { changeTriggerState, migrateToLatest, openDatabase } from "@tempograph/db";
import { waitFor } from "@tempograph/testing";
import { expect, onTestFinished, test } from "vitest";
import { openClient, storedChanges } from "../testing/database-world.ts";
import { killablePostgres } from "../testing/killable-postgres.ts";
import { publishWorkflow } from "../testing/trigger-world.ts";

const BATCH = 10;
const MOST_AHEAD = 500;

test("the worker, our Postgres and the user's are killed with -9 while the mode changes: each change is exactly one event, in its order", async () => {
  const [own, users] = await Promise.all([killablePostgres(), killablePostgres()]);
  await migrateToLatest(own.url);
  const db = openDatabase(own.url);
  onTestFinished(() => db.destroy());
  const setUp = await openClient(users.url);
  await setUp.query("create table orders (id int primary key)");
  await setUp.end();
  await publishWorkflow(db, {
    id: "wf_1",
    triggers: [{ kind: "database", id: "t", config: { connection: "shop", table: "orders" } }],
  });

  let worker: ChildProcess | undefined;
  const startWorker = (): void => {
    const program = new URL("../testing/doomed-follower.ts", import.meta.url).pathname;
    worker = spawn(process.execPath, ["--conditions=@tempograph/source", "--no-warnings", program], {
      env: { ...process.env, NODE_OPTIONS: "", DATABASE_URL: own.url, USERS_URL: users.url },
      stdio: ["ignore", "ignore", "inherit"],
    });
  };
  const killWorker = async (): Promise<void> => {
    const exited = once(worker!, "exit");
    worker!.kill("SIGKILL");
    await exited;
  };
  onTestFinished(killWorker);

  const count = async (): Promise<number> => {
    const { n } = await db
      .selectFrom("events")
      .select(({ fn }) => fn.countAll<string>().as("n"))
      .executeTakeFirstOrThrow();
    return Number(n);
  };
  let written = 0;
  let isWriting = true;
  /** It is never far ahead of the events. What a commit that got no answer did is not known: the batch is written again where it is missing. */
  const write = async (): Promise<void> => {
    while (isWriting) {
      const client = await openClient(users.url).catch(() => undefined);
      try {
        while (isWriting && client !== undefined) {
          const rows = "insert into orders select n from generate_series($1::int, $2::int) n on conflict do nothing";
          await client.query(rows, [written + 1, written + BATCH]);
          written += BATCH;
          await waitFor(async () => written < (await count()) + MOST_AHEAD);
        }
      } catch {
        // A server is away.
      }
      await client?.end();
    }
  };
  const changeMode = (outboxWanted: boolean) =>
    waitFor(() =>
      changeTriggerState(db, { workflowId: "wf_1", triggerId: "t", kind: "database" }, { outboxWanted }).then(
        () => true,
        () => false,
      ),
    );
  const more = async (rows: number): Promise<void> => {
    let from = -1;
    await waitFor(
      async () => {
        const now = await count();
        if (from < 0) from = now;
        return now >= from + rows;
      },
      { timeoutMs: 30_000 },
    );
  };

  startWorker();
  const mode = async () => {
    const { state } = await db.selectFrom("workflow_triggers").select("state").executeTakeFirstOrThrow();
    return (state as { readonly mode?: string }).mode;
  };
  await waitFor(async () => (await mode()) === "replication", { timeoutMs: 30_000 });
  const writing = write();
  const kills = [killWorker, () => own.killAndStart(), () => users.killAndStart(), killWorker];
  for (const [step, kill] of kills.entries()) {
    await more(100);
    await changeMode(step % 2 === 0);
    // At any moment of the change.
    const rows = written;
    await waitFor(() => written > rows + randomInt(100));
    await kill();
    if (kill === killWorker) startWorker();
  }
  await more(100);
  isWriting = false;
  await writing;
  await waitFor(async () => (await count()) >= written, { timeoutMs: 60_000 });
  const seen = (await storedChanges(db)).map(({ new: row }) => (row as { readonly id: number }).id);
  expect(seen).toEqual(Array.from({ length: written }, (_, n) => n + 1));
}, 150_000);
