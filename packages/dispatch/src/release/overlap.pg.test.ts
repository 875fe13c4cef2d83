import { claimCancelRequests } from "@tempograph/db";
import { triggerSource } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ingestEvents } from "../ingest/ingest-events.ts";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";
import { publish } from "../testing/publish.ts";

// `overlap` of a schedule: what a time means while an execution of the schedule is open.

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

const no = "rejected START_NO_PLACE";
const waits = "held START_NO_PLACE";

test.each([
  ["allowAll", ["started", "started", "started", "started"]],
  ["skip", ["started", no, no, "started"]],
  ["bufferOne", ["started", waits, no, "started"]],
  ["bufferAll", ["started", waits, waits, "started"]],
  ["cancelOther", ["started", "rejected START_REPLACED", "held START_WAITS_FOR_CANCEL", "started"]],
] as const)(
  "%s: three times pass while an execution is open; another trigger does not count",
  async (overlap, became) => {
    const config = { every: "1h", overlap };
    const triggers = [{ kind: "schedule", id: "clock", config }, { id: "other" }];
    await publish(world.db, { id: overlap, project: overlap, triggers });
    const tick = async () =>
      (
        await ingestEvents(world.db, [
          { project: overlap, type: "schedule.fired", source: triggerSource("schedule", overlap, "clock"), data: {} },
        ])
      )[0]!.id;
    const first = await tick();
    await tick();
    await tick();
    await world.send(overlap, "by hand");
    await world.settle();
    expect(await world.outcomes(overlap)).toEqual(became);
    const { rows } = await claimCancelRequests(world.db, 10, 60_000);
    expect(rows).toHaveLength(overlap === "cancelOther" ? 1 : 0);
    await world.closeOf(first);
    await world.settle();
    const started = (await world.outcomes(overlap)).slice(1, 3).filter((outcome) => outcome === "started");
    expect(started).toHaveLength(overlap === "allowAll" ? 2 : overlap === "skip" ? 0 : 1);
    expect(await world.wrong()).toEqual([]);
  },
);
