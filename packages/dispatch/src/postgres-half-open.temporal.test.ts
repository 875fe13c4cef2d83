import { openDatabase } from "@tempograph/db";
import { stillLoops } from "@tempograph/runtime";
import { openRoad, waitFor } from "@tempograph/testing";
import { expect, onTestFinished, test } from "vitest";
import { ingestEvents } from "./index.ts";
import { dispatchSetup } from "./testing/dispatch-setup.ts";
import { publish } from "./testing/publish.ts";

test("I2, I4: a dispatcher's connections to Postgres are swallowed in a transaction that holds events: its loop counts as still, and then goes on by itself", async () => {
  const setup = await dispatchSetup();
  onTestFinished(() => setup.end());
  const url = new URL(setup.databaseUrl);
  const road = await openRoad(url.host);
  onTestFinished(() => road.close());
  url.host = road.address;
  // Longer than the loops may stand still here, and far less than the defaults.
  url.searchParams.set("statement_timeout", "2500");
  url.searchParams.set("idle_in_transaction_session_timeout", "1000");
  const db = openDatabase(url.href);
  onTestFinished(() => db.destroy());
  await publish(setup.db, { id: "wf_1" });
  let swallowed = false;
  const dispatcher = setup.dispatcher({
    ...{ db, databaseUrl: url.href, stillMs: 1_000 },
    faultPoint: async (point) => {
      if (point !== "insert" || swallowed) return;
      swallowed = true;
      road.swallow();
    },
  });
  await dispatcher.start();
  const stored = await ingestEvents(setup.db, [{ data: "one" }, { data: "two" }]);
  const still = await waitFor(() => stillLoops().find(({ name }) => name === "dispatch events"));
  expect(swallowed).toBe(true);
  expect(still.since.getTime()).toBeLessThan(Date.now());
  const rows = await waitFor(
    async () => {
      const running = await setup.db
        .selectFrom("executions")
        .select(["event_id"])
        .where("status", "=", "running")
        .execute();
      return running.length === 2 && running;
    },
    { timeoutMs: 30_000 },
  );
  expect(new Set(rows.map((row) => row.event_id))).toEqual(new Set(stored.map(({ id }) => id)));
  await waitFor(() => stillLoops().length === 0);
  expect(await setup.db.selectFrom("executions").select("id").execute()).toHaveLength(2);
}, 60_000);
