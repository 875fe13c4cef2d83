import { createTestDatabase, waitFor, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { EVENTS_CHANNEL, UPDATES_CHANNEL, WATCH_CHANNEL } from "./channels.ts";
import { listen } from "./listen.ts";
import { notify, notifyUpdates } from "./notify.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

test("hears its channels, after commit only", async () => {
  const heard: string[] = [];
  const listener = listen(database.url, [EVENTS_CHANNEL, UPDATES_CHANNEL], (channel, payload) =>
    heard.push(`${channel} ${payload}`),
  );
  await listener.ready;
  await db.transaction().execute(async (trx) => {
    await notify(trx, WATCH_CHANNEL, "not for us");
    await notify(trx, EVENTS_CHANNEL);
  });
  await expect(
    db.transaction().execute(async (trx) => {
      await notify(trx, UPDATES_CHANNEL, "rolled back");
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  await notifyUpdates(db, ["exe_1", "exe_2"]);
  await waitFor(() => heard.length >= 2);
  expect(heard).toEqual(["tempograph_events ", "tempograph_updates exe_1,exe_2"]);
  await listener.stop();
});

test("10,000 ids arrive, in payloads that Postgres takes", async () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `exe_01h455vb4pex5vsknk084sn02q_${index}`);
  const heard: string[] = [];
  const listener = listen(database.url, [UPDATES_CHANNEL], (_, payload) => heard.push(...payload.split(",")));
  await listener.ready;
  await notifyUpdates(db, ids);
  await waitFor(() => heard.length >= ids.length);
  expect(heard).toEqual(ids);
  await listener.stop();
});

test("comes back when its connection is killed, says so, and hears again", async () => {
  let reconnects = 0;
  const errors: Error[] = [];
  const heard: string[] = [];
  const listener = listen(database.url, [EVENTS_CHANNEL], () => heard.push("event"), {
    onReconnect: () => reconnects++,
    onError: (error) => errors.push(error),
  });
  await listener.ready;
  for (let round = 1; round <= 3; round++) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'tempograph listen'`.execute(db);
    await waitFor(() => reconnects === round);
    await notify(db, EVENTS_CHANNEL);
    await waitFor(() => heard.length === round);
  }
  expect(errors).toHaveLength(3);
  await listener.stop();
});

test("stops also while there is no server", async () => {
  const errors: Error[] = [];
  const listener = listen("postgres://127.0.0.1:1/none", [EVENTS_CHANNEL], () => {}, {
    onError: (error) => errors.push(error),
  });
  await waitFor(() => errors.length >= 2);
  await listener.stop();
  await listener.ready;
});
