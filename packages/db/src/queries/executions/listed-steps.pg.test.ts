import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { constructDescriptors } from "@tempograph/graph";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jsonb } from "../../connection/jsonb.ts";
import { openDatabase, type Database } from "../../connection/open-database.ts";
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

async function execution(id: string): Promise<void> {
  await sql`insert into events (id, type, source, time, data, fingerprint) values (${id}, 't', 's', now(), '{}', '')`.execute(
    db,
  );
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status)
    values (${id}, 'wf', 1, ${id}, 't', 'running')`.execute(db);
}

async function step(id: string, path: string, type: string, status: string, input: unknown = {}): Promise<void> {
  await sql`insert into steps (execution_id, path, position, node_id, type, status, input, known_from)
    values (${id}, ${path}, 0, ${path}, ${type}, ${status}, ${jsonb(input)}, 'history')
    on conflict (execution_id, path) do update set status = excluded.status, input = excluded.input`.execute(db);
}

const listed = async (id: string) =>
  (
    await sql<{ listed: string }>`
      select concat_ws(' ', path, type, status) as listed from listed_steps where execution_id = ${id} order by path`.execute(
      db,
    )
  ).rows.map((row) => row.listed);

test("a step is listed while it waits, an approval for good, whoever writes the step", async () => {
  await execution("e1");
  await step("e1", "a", "approval", "waiting", { title: "Pay" });
  await step("e1", "b", "delay", "scheduled");
  await step("e1", "c", "http_call", "completed");
  expect(await listed("e1")).toEqual(["a approval waiting"]);
  await step("e1", "b", "delay", "waiting");
  await step("e1", "c", "http_call", "incident");
  expect(await listed("e1")).toEqual(["a approval waiting", "b delay waiting", "c http_call incident"]);
  await step("e1", "a", "approval", "completed");
  await step("e1", "b", "delay", "completed");
  await step("e1", "c", "http_call", "running");
  expect(await listed("e1")).toEqual(["a approval completed"]);
  await sql`delete from steps where execution_id = 'e1'`.execute(db);
  expect(await listed("e1")).toEqual([]);
});

test.each(
  constructDescriptors.flatMap(({ manifest, awaits }) => (awaits?.nameIn ? [[manifest!.type, awaits.nameIn]] : [])),
)("what a %s waits for is found by the field %s of its input", async (type, field) => {
  await execution(type!);
  await step(type!, "a", type!, "waiting", { [field!]: `the ${type!}` });
  const found = await listExecutions(db, { waitingForName: `the ${type!}` }, { limit: 10 });
  expect(found.map(({ id }) => id)).toEqual([type]);
  // An input that is known later.
  await step(type!, "a", type!, "waiting", { [field!]: "another" });
  expect(await listExecutions(db, { waitingForName: `the ${type!}` }, { limit: 10 })).toEqual([]);
});

test("executions that wait are listed once each, in their order, page by page", async () => {
  const ids = Array.from({ length: 9 }, (_, n) => `page-${String(n)}`);
  for (const id of ids) {
    await execution(id);
    await step(id, "a", "sleep_until", "waiting");
    await step(id, "b", "sleep_until", "waiting");
  }
  await sql`update executions set status = 'terminated' where id = 'page-4'`.execute(db);
  await sql`update executions set workflow_version = 2 where id = 'page-6'`.execute(db);
  const filter = { waitingFor: ["timer"], version: 1 } as const;
  const page = async (request: { readonly after?: string; readonly before?: string; readonly backward?: boolean }) =>
    await listExecutions(db, filter, { limit: 3, ...request });
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  const first = await page({});
  expect(idsOf(first)).toEqual(["page-8", "page-7", "page-5"]);
  const second = await page({ after: first.at(-1)!.seq });
  expect(idsOf(second)).toEqual(["page-3", "page-2", "page-1"]);
  expect(idsOf(await page({ before: second[0]!.seq, backward: true }))).toEqual(["page-5", "page-7", "page-8"]);
});
