import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, type Database } from "../../connection/open-database.ts";
import { jsonb } from "../../connection/jsonb.ts";
import type { ExecutionFilter } from "./execution-filter.ts";
import { listExecutions } from "./read.ts";

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

interface Made {
  readonly data?: unknown;
  readonly output?: unknown;
  readonly failure?: unknown;
  readonly status?: string;
  readonly paused?: boolean;
  readonly steps?: readonly { readonly type: string; readonly status: string; readonly input?: unknown }[];
}

async function make(id: string, { data = {}, output, failure, status = "running", paused, steps = [] }: Made) {
  await sql`insert into events (id, type, source, time, data, fingerprint)
    values (${id}, 't', 's', now(), ${jsonb(data)}, '')`.execute(db);
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status, paused, output, failure)
    values (${id}, 'wf', 1, ${id}, 't', ${status}, ${paused ?? false}, ${output === undefined ? null : jsonb(output)},
      ${failure === undefined ? null : jsonb(failure)})`.execute(db);
  for (const [index, step] of steps.entries())
    await sql`insert into steps (execution_id, path, position, node_id, type, status, input, known_from)
      values (${id}, ${`s${String(index)}`}, ${index}, 's', ${step.type}, ${step.status},
        ${step.input === undefined ? null : jsonb(step.input)}, 'history')`.execute(db);
}

const found = async (filter: ExecutionFilter) =>
  (await listExecutions(db, filter, { limit: 100 })).map(({ id }) => id).toSorted();

test("executions are found by what they wait for, and by its name", async () => {
  const signal = { type: "wait_for_signal", input: { name: "paid" } };
  await make("signal", { steps: [{ ...signal, status: "waiting" }] });
  await make("other-signal", { steps: [{ ...signal, input: { name: "sent" }, status: "waiting" }] });
  await make("signal-came", { steps: [{ ...signal, status: "completed" }] });
  await make("terminated", { status: "terminated", steps: [{ ...signal, status: "waiting" }] });
  await make("approval", { steps: [{ type: "approval", status: "waiting", input: { title: "paid" } }] });
  await make("timer", { steps: [{ type: "delay", status: "waiting" }] });
  await make("incident", { steps: [{ type: "http_call", status: "incident" }] });
  await make("paused", { paused: true });
  await make("busy", { steps: [{ type: "http_call", status: "running" }] });

  expect(await found({ waitingFor: ["signal"] })).toEqual(["other-signal", "signal"]);
  expect(await found({ waitingFor: ["timer", "person"] })).toEqual(["incident", "timer"]);
  expect(await found({ waitingFor: ["resume"] })).toEqual(["paused"]);
  expect(await found({ waitingFor: ["signal"], waitingForName: "paid" })).toEqual(["signal"]);
  expect(await found({ waitingForName: "paid" })).toEqual(["approval", "signal"]);
  // A timer has no name.
  expect(await found({ waitingFor: ["timer"], waitingForName: "paid" })).toEqual([]);
  expect(await found({ waitingFor: [] })).toEqual([]);
  expect(await found({ waitingFor: ["person"], status: ["completed"] })).toEqual([]);
});

test("executions are found by a text in their event's data, output or failure, page by page", async () => {
  await make("in-data", { data: { mail: "Ada@Example.com" } });
  await make("in-output", { status: "completed", output: { to: ["ada@example.com"] } });
  await make("in-failure", { status: "failed", failure: { message: "ada@example.com is unknown" } });
  await make("a-percent", { data: { rate: "10%_off" } });

  const text = "ada@example.com";
  expect(await found({ text })).toEqual(["in-data", "in-failure", "in-output"]);
  expect(await found({ text, status: ["failed"] })).toEqual(["in-failure"]);
  expect(await found({ text: "0%_o" })).toEqual(["a-percent"]);
  expect(await found({ text: "1%o" })).toEqual([]);

  const [newest] = await listExecutions(db, { text }, { limit: 1 });
  const rest = await listExecutions(db, { text }, { limit: 5, after: newest!.seq });
  expect([newest!.id, ...rest.map(({ id }) => id)]).toEqual(["in-failure", "in-output", "in-data"]);
  const back = await listExecutions(db, { text }, { limit: 5, before: rest.at(-1)!.seq, backward: true });
  expect(back.map(({ id }) => id)).toEqual(["in-output", "in-failure"]);
});

test("executions are found by their ids", async () => {
  expect(await found({ ids: ["timer", "paused", "nobody", "\u0000"] })).toEqual(["paused", "timer"]);
  expect(await found({ ids: [] })).toEqual([]);
  expect(await found({ ids: ["\u0000"] })).toEqual([]);
});
