import { findTriggers, writeMirroredRuns, type MirroredRun } from "@tempograph/db";
import { ingestEvents } from "@tempograph/dispatch";
import { waitFor } from "@tempograph/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { triggerWorld, type TriggerWorld } from "../testing/trigger-world.ts";
import type { TriggerDeps } from "../trigger-kind.ts";
import { failures } from "./failures.ts";

let world: TriggerWorld;
beforeEach(async () => {
  world = await triggerWorld();
  await world.publish("wf_a", []);
  await world.publish("wf_b", []);
});
afterEach(() => world.stop());

const trigger = (config: object = {}) => [{ kind: "failures", id: "t", config: config as never }];
const row = async () => (await findTriggers(world.db, ["wf_mail"]))[0]!;
const look = () =>
  sql`update workflow_triggers set next_at = now() - interval '1 second' where kind = 'failures'`.execute(world.db);
const stored = () =>
  world.db
    .selectFrom("events")
    .select(["type", "source", "data"])
    .where("type", "=", "tempograph.failures")
    .orderBy("seq")
    .execute();
const waiting = async () => (await sql`select from told_failures where taken_at is null`.execute(world.db)).rows.length;

let number = 0;
/** Answers what the mirror writes of a running execution while nothing happens. */
async function open(workflow: string, project = "main"): Promise<MirroredRun> {
  const id = `exe_${String((number += 1))}`;
  await sql`insert into events (id, type, source, time, data, fingerprint) values (${id}, 't', 's', now(), '{}', '')`.execute(
    world.db,
  );
  await sql`insert into executions (id, project, workflow_id, workflow_version, event_id, trigger_id, status, run_id)
      values (${id}, ${project}, ${workflow}, 1, ${id}, 't', 'running', ${`run-${id}`})`.execute(world.db);
  return {
    ...{ executionId: id, runId: `run-${id}`, fence: null, firstRunId: null, startedAt: 1, paused: null, events: [] },
    ...{ lastEventId: 1, steps: [], updates: [], liveRows: null, close: null },
  };
}

const HOW = {
  workflow: "wf_a",
  path: "each[0]/call",
  status: "failed",
  times: 1,
  project: "main",
  code: "HTTP_STATUS",
};

async function fail(message: string, how: Partial<typeof HOW> = {}) {
  const { workflow, path, status, times, project, code } = { ...HOW, ...how };
  for (let n = 0; n < times; n++) {
    const close = {
      ...{ status: status as "failed", output: null, failure: { code, message, path } },
      ...{ closedAt: Date.now(), nextRunId: null, ok: true, problem: null },
    };
    await writeMirroredRuns(world.db, [{ ...(await open(workflow, project)), close }]);
  }
}

/** Lets a worker look until everything that was noted is counted. */
async function counted(): Promise<void> {
  await waitFor(async () => {
    await look();
    return (await waiting()) === 0;
  });
}

async function start(): Promise<void> {
  const runner = world.runner(failures, { ingest: ingestEvents });
  await runner.start();
}

test("failures with one fingerprint are told once, with their number, and again only after a while", async () => {
  await fail("before anybody wanted to know");
  await world.publish("wf_mail", trigger({ link: "https://tempograph.example.com/" }));
  await fail("POST https://crm.example.com/leads/17 answered 503.");
  await fail("POST https://crm.example.com/leads/18 answered 502.", { path: "each[7]/call" });
  await fail("No.", { workflow: "wf_b", path: "check" });
  await fail("Its own.", { workflow: "wf_mail" });
  await fail("Wanted.", { status: "cancelled" });
  await start();
  const [event] = await waitFor(async () => (await stored()).length > 0 && (await stored()));
  expect(event).toMatchObject({
    ...{ source: "tempograph:failures/wf_mail/t" },
    data: {
      ...{ subject: "3 failures of 2 kinds, such as in wf_a", count: 3, moreGroups: 0 },
      groups: [
        { workflowId: "wf_a", step: "each[]/call", code: "HTTP_STATUS", count: 2, executionId: "exe_3" },
        { workflowId: "wf_b", step: "check", count: 1, url: "https://tempograph.example.com/app/executions/exe_4" },
      ],
    },
  });
  const { text } = event!.data as { readonly text: string };
  expect(text).toContain(
    "wf_a failed at each[]/call: HTTP_STATUS\nPOST https://crm.example.com/leads/18 answered 502.\n2 times from ",
  );

  await fail("POST https://crm.example.com/leads/19 answered 500.", { times: 3 });
  await counted();
  expect(await stored()).toHaveLength(1);
  // An hour later. A look that is under way writes back what it has read, so the clock is put back until it is heard.
  const [, again] = await waitFor(async () => {
    await sql`update workflow_triggers set state = jsonb_set(jsonb_set(state, '{toldAt}', '"2026-01-01T00:00:00Z"'),
      '{groups}', (select jsonb_agg(g || '{"toldAt":"2026-01-01T00:00:00Z"}') from jsonb_array_elements(state->'groups') g))
      where (select count(*) from events where type = 'tempograph.failures') < 2`.execute(world.db);
    await look();
    return (await stored()).length > 1 && (await stored());
  });
  expect(again!.data).toMatchObject({
    subject: "wf_a failed at each[]/call: HTTP_STATUS (3 times)",
    groups: [{ count: 3, total: 5 }],
  });
});

test("texts that Postgres cannot store and texts without end are told, too", async () => {
  await world.publish("wf_mail", trigger());
  await fail(`${"x".repeat(299)}😀`);
  await fail("No.", { code: "A".repeat(1_000_000), path: `each[1]/${"b".repeat(1_000_000)}` });
  await start();
  await counted();
  const incident = {
    ...{ key: "step:1:a", kind: "step" as const, path: "call", at: Date.now() },
    body: { kind: "incident", failure: { code: "CUT", message: "Half of a character: \ud83d" } },
  };
  await writeMirroredRuns(world.db, [{ ...(await open("wf_a")), updates: [incident] }]);
  await counted();
  const { state } = await row();
  expect(JSON.stringify(state).length).toBeLessThan(10_000);
  const [event] = await waitFor(async () => (await stored()).length > 0 && (await stored()));
  expect(JSON.stringify(event!.data).length).toBeLessThan(10_000);
  expect((state["groups"] as readonly { message: string }[]).map(({ message }) => message)).toEqual([
    "x".repeat(299),
    "No.",
    "Half of a character: \ufffd",
  ]);
});

test("in quiet hours nothing is told, and afterwards everything together", async () => {
  // Two hours around now: what a test does takes less.
  const hour = (later: number) => new Date(Date.now() + later * 3_600_000).toISOString().slice(11, 16);
  const quietHours = { timeZone: "UTC", hours: [{ from: hour(-1), to: hour(1) }] };
  await world.publish("wf_mail", trigger({ quietHours }));
  await start();
  await fail("No.", { times: 2 });
  await fail("No.", { workflow: "wf_b" });
  await counted();
  expect(await stored()).toEqual([]);
  expect((await row()).state["groups"]).toHaveLength(2);
  await world.publish("wf_mail", trigger(), 2);
  await look();
  const [event] = await waitFor(async () => (await stored()).length > 0 && (await stored()));
  expect(event!.data).toMatchObject({ count: 3 });
});

test("a worker that dies before it has stored what it counted changes nothing", async () => {
  await world.publish("wf_mail", trigger({ workflows: ["wf_b"], on: ["terminated"] }));
  await fail("No.", { workflow: "wf_b", status: "terminated", times: 2 });
  await fail("No.", { workflow: "wf_b" });
  await fail("No.", { status: "terminated" });
  const deps = { db: world.db } as unknown as TriggerDeps;
  const ask = async () =>
    (await failures.due!(deps, await row(), new AbortController().signal)).events.map(({ data, idempotencyKey }) => [
      data,
      idempotencyKey,
    ]);
  const [first] = await ask();
  expect(first).toEqual([expect.objectContaining({ count: 2 }), expect.any(String)]);
  expect((await ask())[0]![1]).toBe(first![1]);
  await start();
  await look();
  await waitFor(async () => (await stored()).length > 0);
  await counted();
  expect(await stored()).toHaveLength(1);
});

test("what a trigger cannot mean is told when it is published, with its place", async () => {
  const told = async (config: object) =>
    (await world.problems("wf_mail", trigger(config))).map(({ code, path }) => `${code} ${path}`);
  await world.publish("wf_mail", []);
  expect(await told({})).toEqual([]);
  expect(await told({ workflows: ["wf_a", "wf_none", "later"] })).toEqual([
    "WORKFLOW_UNKNOWN /triggers/0/config/workflows/1",
    "WORKFLOW_UNKNOWN /triggers/0/config/workflows/2",
  ]);
});
