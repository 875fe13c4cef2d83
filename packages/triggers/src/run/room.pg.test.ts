import { findTriggers, updateProject } from "@tempograph/db";
import { ingestEvents } from "@tempograph/dispatch";
import { waitFor } from "@tempograph/testing";
import { expect, test } from "vitest";
import { scheduleIdOf } from "../schedule/schedule-id.ts";
import { storeTick } from "../schedule/store-tick.ts";
import { testKind, triggerWorld } from "../testing/trigger-world.ts";
import type { Ingest } from "../trigger-kind.ts";

// What triggers do beyond the limits of their project (I13). Polls: poll.pg.test.ts. Ends of executions: ending-events.pg.test.ts.

test("what is read all the time stays where it is until there is room, and says so; a tick of a schedule is stored in any case", async () => {
  const world = await triggerWorld();
  const stored = async () =>
    (await world.db.selectFrom("events").select("type").orderBy("seq").execute()).map(({ type }) => type);
  const ingest = ingestEvents as unknown as Ingest;
  const row = async () => (await findTriggers(world.db, ["wf_1"])).find(({ triggerId }) => triggerId === "read")!;
  let at = 0;
  const kind = testKind({
    async follow(_deps, { project }, { signal, store }) {
      const event = { project, source: "tempograph:test/1", data: null };
      for (; at < 2; at++) await store([{ ...event, type: `change.${at}`, idempotencyKey: String(at) }]);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
  });
  try {
    await updateProject(world.db, "main", { maxEventsPerMinute: 1 });
    await world.publish("wf_1", [
      { kind: "manual", id: "read", config: {} },
      { kind: "schedule", id: "tick", config: { cron: "0 9 * * *" } },
    ]);
    await world.runner(kind, { ingest }).start();
    await waitFor(async () => (await row()).problem?.code === "QUOTA_EXCEEDED");
    expect(await stored()).toEqual(["change.0"]);
    const time = "2026-11-22T09:00:00Z";
    const key = { workflowId: "wf_1", triggerId: "tick" };
    await storeTick({ db: world.db, ingest }, { scheduleId: scheduleIdOf(key), scheduledFor: time, firedAt: time });
    expect(await stored()).toEqual(["change.0", "schedule.fired"]);
    await updateProject(world.db, "main", { maxEventsPerMinute: null });
    await waitFor(async () => (await stored()).length === 3);
  } finally {
    await world.stop();
  }
});
