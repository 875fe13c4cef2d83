import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  compileTriggers,
  fitsType,
  matchEvent,
  parseTypePattern,
  type EventData,
  type Json,
  type Trigger,
} from "@tempograph/graph";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { simulate } from "../packages/api/src/app/simulate/simulate.ts";
import { createCompute } from "../packages/api/src/compute/compute.ts";
import type { AppDeps } from "../packages/api/src/app/app-deps.ts";
import { listEvents, openDatabase, type Database } from "../packages/db/src/index.ts";
import { ingestEvents } from "../packages/dispatch/src/index.ts";
import { dispatchEvents } from "../packages/dispatch/src/match/dispatch-events.ts";
import { createLiveTriggers } from "../packages/dispatch/src/match/live-triggers.ts";
import { publish } from "../packages/dispatch/src/testing/publish.ts";

let database: TestDatabase;
let db: Database;
const compute = createCompute();
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
});
afterAll(async () => {
  await compute.stop();
  await db.destroy();
  await database.drop();
});

const runs = Number(process.env["FC_RUNS"] ?? 40);
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const word = fc.constantFrom("order", "paid", "eu", "o");
const type = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("."));
const pattern = fc.oneof(
  type,
  type.map((text) => `${text}.*`),
  fc.constant("*"),
);
const condition = fc.constantFrom<Json>(
  { ">": [{ var: "n" }, 2] },
  { "==": [{ var: "event.type" }, "order.paid"] },
  { in: [{ var: "workflow.name" }, ["w0", "w2"]] },
);
const hours = [{ days: "mon-fri", from: "09:00", to: "17:00" }];
const when = fc.record({
  time: fc.record({
    hours: fc.constant(hours),
    timeZone: fc.constantFrom("Europe/Berlin", "America/New_York"),
    holidays: fc.constant(["12-25"]),
    otherwise: fc.constantFrom("filter", "hold"),
  }),
});
const trigger: fc.Arbitrary<Trigger> = fc.record(
  { kind: fc.constant("event" as const), eventType: pattern, condition, when },
  { requiredKeys: [] },
);
const triggers = fc.array(trigger, { minLength: 1, maxLength: 3 });
// Stored in and out of the opening hours, on a holiday, and while clocks change.
const time = fc.constantFrom(
  "2026-01-05T08:30:00.000Z",
  "2026-12-25T10:00:00.000Z",
  "2026-03-29T01:30:00.000Z",
  "2026-10-26T13:30:00.000Z",
);
const event = fc.record({ type, n: fc.nat(5), time });

test(
  "the dispatcher, matchEvent and simulate agree on which workflows an event starts",
  { timeout: 120_000 },
  async () => {
    const deps = { db, liveTriggers: createLiveTriggers(), logger, begunEvents: new Map() };
    let version = 0;
    let started = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(triggers, { minLength: 1, maxLength: 5 }),
        fc.array(event, { minLength: 1, maxLength: 5 }),
        async (lists, events) => {
          version += 1;
          await db.updateTable("workflows").set({ published_version: null }).execute();
          const workflows = lists.map((own, n) => ({ id: `wf_${n}`, name: `w${n}`, version, triggers: own }));
          for (const workflow of workflows) await publish(db, workflow);
          const stored = await ingestEvents(
            db,
            events.map((one) => ({ type: one.type, data: { n: one.n }, time: one.time })),
          );
          await db
            .updateTable("events")
            .set((events) => ({ received_at: events.ref("time") }))
            .execute();
          const { starts } = await dispatchEvents(deps, 100, 1_000);
          started += starts.length;
          for (const [index, { id }] of stored.entries()) {
            const sent: EventData = {
              ...{ id, source: "api", time: events[index]!.time },
              ...{ type: events[index]!.type, data: { n: events[index]!.n } },
            };
            for (const workflow of workflows) {
              const start = starts.find((one) => one.event.id === id && one.workflowId === workflow.id);
              const match = matchEvent(compileTriggers(workflow.triggers, workflow.id), sent, workflow, {
                receivedAt: Date.parse(sent.time),
              });
              const says = "triggerId" in match ? match.triggerId : null;
              const held = await db
                .selectFrom("event_outcomes")
                .select("trigger_id")
                .where("event_id", "=", id)
                .where("workflow_id", "=", workflow.id)
                .executeTakeFirst();
              expect(start?.triggerId ?? held?.trigger_id ?? null).toBe(says);
              expect(held !== undefined).toBe("triggerId" in match && match.hold !== undefined);
              const simulated = await simulate(
                { db, compute } as unknown as AppDeps,
                { name: "test", roles: ["viewer"], project: "main" },
                { workflowId: workflow.id, version, event: sent },
                { outcomes: {}, signals: [], replies: [], operations: [] },
              );
              expect(simulated).toMatchObject({ ok: true, value: { trigger: { matched: says !== null, id: says } } });
            }
          }
        },
      ),
      { numRuns: runs },
    );
    expect(started).toBeGreaterThan(0);
  },
);

test("the filter of the list of events uses the same patterns", async () => {
  const types = ["order", "order.paid", "order.paid.eu", "orders.paid", "o.*", "ORDER.paid", "o%", "o_"];
  await ingestEvents(
    db,
    types.map((one) => ({ type: one, source: "patterns", data: null })),
  );
  for (const text of ["order", "order.*", "order.paid", "order.paid.*", "*", "o.*", "o%", "none.*", ".*"]) {
    const listed = await listEvents(db, { type: text, source: "patterns" }, { limit: 100, backward: true });
    expect(listed.map((one) => one.type)).toEqual(types.filter((one) => fitsType(parseTypePattern(text), one)));
  }
});
