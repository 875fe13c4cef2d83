import fc from "fast-check";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DispatchPoint } from "./dispatcher-options.ts";
import { ingestEvents } from "./index.ts";
import { dispatchSetup, runsOf, type DispatchSetup } from "./testing/dispatch-setup.ts";
import { mortalDispatcher, type Life } from "./testing/mortal-dispatcher.ts";
import { publish } from "./testing/publish.ts";

let setup: DispatchSetup;
beforeAll(async () => {
  setup = await dispatchSetup();
  await publish(setup.db, { id: "wf_1" });
  await publish(setup.db, { id: "wf_2", triggers: [{ eventType: "two" }] });
});
afterAll(async () => {
  await setup.end();
});

const points: readonly DispatchPoint[] = ["claim", "insert", "commit", "sweep", "start", "mark", "delay"];

const life = (mortal: boolean): fc.Arbitrary<Life> =>
  fc.record({
    pauses: fc.array(fc.nat({ max: 15 }), { minLength: 1, maxLength: 5 }),
    death: mortal
      ? fc.record({ point: fc.constantFrom(...points), visit: fc.integer({ min: 1, max: 4 }) })
      : fc.constant(undefined),
  });

test("I2, I4: with two dispatchers that pause and die at any point and one that lives, each pair of event and workflow starts once", async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        events: fc.array(fc.constantFrom("one", "two"), { minLength: 1, maxLength: 8 }),
        lives: fc.tuple(life(true), life(true)),
        survivor: life(false),
        survivorFirst: fc.boolean(),
      }),
      async ({ events, lives, survivor, survivorFirst }) => {
        round++;
        const mortals = lives.map((one, index) => mortalDispatcher(setup, one, `mortal ${round} ${index}`));
        const heir = mortalDispatcher(setup, survivor, `survivor ${round}`);
        if (survivorFirst) await heir.start();
        await Promise.all(mortals.map((mortal) => mortal.start()));
        const stored = await Promise.all(events.map((type) => ingestEvents(setup.db, [{ type, data: 1 }])));
        if (!survivorFirst) await heir.start();
        const ids = stored.map(([answer]) => answer?.id as string);
        const expected = events.reduce((sum, type) => sum + (type === "two" ? 2 : 1), 0);
        const rows = await waitFor(
          async () => {
            const rows = await setup.db.selectFrom("executions").selectAll().where("event_id", "in", ids).execute();
            return rows.length >= expected && rows.every(({ status }) => status === "running") && rows;
          },
          { timeoutMs: 15_000, what: "every execution to run" },
        );
        expect(rows).toHaveLength(expected);
        // Each execution has the run that its row names. A second start would have made another first run.
        expect(
          await runsOf(
            setup.client,
            rows.map(({ id }) => id),
          ),
        ).toEqual(rows.map(({ run_id }) => run_id));
        const marks = await setup.db
          .selectFrom("execution_updates")
          .select("seq")
          .where(
            "execution_id",
            "in",
            rows.map(({ id }) => id),
          )
          .execute();
        expect(marks.map(({ seq }) => seq)).toEqual(rows.map(() => 1));
        const left = await setup.db
          .selectFrom("events")
          .select("id")
          .where("id", "in", ids)
          .where("dispatched_at", "is", null)
          .execute();
        expect(left).toEqual([]);
        await Promise.all([...mortals, heir].map((one) => one.end()));
      },
    ),
    // A run that hangs is a failure, and not the end of the test.
    { numRuns: Number(process.env["FC_RUNS"] ?? 6), timeout: 40_000, interruptAfterTimeLimit: 100_000 },
  );
}, 180_000);
