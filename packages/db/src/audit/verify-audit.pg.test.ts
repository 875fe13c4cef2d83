import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openApplicationDatabase } from "../access/open-application-database.ts";
import { openDatabase, type Database } from "../connection/open-database.ts";
import { forProject, type ProjectDatabase } from "../projects/for-project.ts";
import { completeAudit, insertAudit, listAudit } from "../queries/audit.ts";
import { cutAudit } from "./cut-audit.ts";
import { verifyAudit } from "./verify-audit.ts";

let database: TestDatabase;
/** As the owner of the tables, who could do anything. */
let owner: Database;
let api: Database;
let main: ProjectDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  owner = openDatabase(database.url);
  ({ db: api } = await openApplicationDatabase(database.url, { part: "api", max: 8 }));
  main = forProject(api, "main");
});
afterEach(async () => {
  await Promise.all([owner.destroy(), api.destroy()]);
  await database.drop();
});

const entry = (action: string) => ({
  actor: "kim",
  actorRoles: ["admin"],
  action,
  target: null,
  input: { note: 'a "quoted" ü', n: 1.5, deep: [{ x: null }] },
});

async function operation(db: Database, action: string, target?: string): Promise<number> {
  const id = await insertAudit(db, entry(action));
  await completeAudit(db, id, "ok", target);
  return id;
}

/** What somebody does who has every right in the database and tries to leave no trace. */
async function tamper(statement: string): Promise<void> {
  await sql
    .raw(`alter table audit_log disable trigger all; ${statement}; alter table audit_log enable trigger all`)
    .execute(owner);
}

const faultOf = async () => (await verifyAudit(owner)).find(({ project }) => project === "main")!.fault;

test("each operation is an entry and its outcome, chained per project; the list shows them as one", async () => {
  await sql`insert into projects (id, name) values ('billing', 'Billing')`.execute(owner);
  await operation(main, "workflowCreate", "wf_1");
  await operation(forProject(api, "billing"), "workflowCreate", "wf_2");
  await insertAudit(main, { ...entry("tokenCreate"), outcome: "FORBIDDEN" });
  await insertAudit(main, entry("executionCancel"));
  expect(await verifyAudit(owner)).toMatchObject([
    { project: "billing", rows: 2, cut: "0", head: expect.stringMatching(/^2:[0-9a-f]{64}$/) },
    { project: "main", rows: 4, cut: "0", head: expect.stringMatching(/^4:[0-9a-f]{64}$/) },
  ]);
  const rows = await listAudit(main, {}, { limit: 10 });
  // The process of the last one was interrupted: nobody can say what came of it.
  expect(rows.map(({ action, outcome, target }) => [action, outcome, target])).toEqual([
    ["executionCancel", null, null],
    ["tokenCreate", "FORBIDDEN", null],
    ["workflowCreate", "ok", "wf_1"],
  ]);
  expect(await listAudit(main, { target: "wf_1" }, { limit: 10 })).toHaveLength(1);
  expect(await listAudit(main, { target: "wf_2" }, { limit: 10 })).toEqual([]);
});

test("many writers at once make one chain without gaps", async () => {
  await Promise.all(Array.from({ length: 60 }, (_, n) => operation(main, `op${n}`)));
  expect(await verifyAudit(owner)).toMatchObject([{ rows: 120, head: expect.stringMatching(/^120:/) }]);
  expect((await verifyAudit(owner))[0]).not.toHaveProperty("fault");
});

test("neither the API nor a worker can change or remove a row, and by a mistake not even the owner can", async () => {
  const id = await operation(main, "workflowCreate");
  const { db: worker } = await openApplicationDatabase(database.url, { part: "worker", max: 1 });
  const statements = ["update audit_log set actor = 'eve'", "delete from audit_log", "truncate audit_log"];
  for (const statement of [
    ...statements,
    "update audit_chains set position = 0",
    "alter table audit_log disable trigger all",
  ])
    for (const db of [main, worker])
      await expect(sql.raw(statement).execute(db), statement).rejects.toThrow(/permission denied|must be owner/);
  await expect(
    main.transaction().execute(async (trx) => {
      await sql`select set_config('tempograph.audit_cut', 'on', true)`.execute(trx);
      await sql`delete from audit_log`.execute(trx);
    }),
  ).rejects.toThrow("permission denied");
  for (const statement of statements)
    await expect(sql.raw(statement).execute(owner), statement).rejects.toThrow("append-only");
  // An outcome is told once.
  await expect(completeAudit(main, id, "INTERNAL")).rejects.toThrow("audit_log_by_completed");
  await worker.destroy();
});

test("a place, a hash or a time that a writer sends is not taken", async () => {
  await sql`insert into audit_log (at, actor, actor_roles, action, input, position, hash)
    values ('2001-01-01', 'kim', '{}', 'x', '{}', 77, 'x')`.execute(main);
  const { rows } = await sql<{ position: string; now: boolean }>`
    select position::text as position, at > now() - interval '1 hour' as now from audit_log`.execute(main);
  expect(rows).toEqual([{ position: "1", now: true }]);
});

test.each([
  [
    "a changed row",
    "update audit_log set actor = 'eve' where position = 3",
    { position: "3", id: "3", problem: expect.stringContaining("was changed") },
  ],
  [
    "a changed number in the input",
    "update audit_log set input = jsonb_set(input, '{n}', '1.50') where position = 3",
    { position: "3" },
  ],
  ["a changed outcome", "update audit_log set outcome = 'FORBIDDEN' where position = 4", { position: "4" }],
  ["a changed hash", "update audit_log set hash = sha256('x') where position = 5", { position: "5" }],
  [
    "a row that was removed",
    "delete from audit_log where position = 3",
    { position: "3", problem: "The row 3 is missing." },
  ],
  [
    "a row that was removed, the gap closed",
    "delete from audit_log where position = 3; update audit_log set position = position - 1 where position > 3",
    { position: "3" },
  ],
  [
    "rows removed from the end",
    "delete from audit_log where position > 4",
    { position: "5", problem: "Rows from 5 to 6 are missing." },
  ],
  ["all rows removed", "delete from audit_log", { position: "1" }],
  [
    "the beginning removed, as a cut without a record",
    "delete from audit_log where position <= 2; update audit_chains set cut_position = 2",
    { position: "3" },
  ],
  [
    "the beginning removed, as a cut with the right hash but without a record",
    "update audit_chains set cut_position = 2, cut_hash = (select hash from audit_log where position = 2); delete from audit_log where position <= 2",
    { position: "1", problem: expect.stringContaining("without a record") },
  ],
  [
    "a row that was inserted",
    "insert into audit_log (project, actor, actor_roles, action, input, position, hash) values ('main', 'eve', '{}', 'x', '{}', 7, sha256('x'))",
    { position: "7" },
  ],
])("%s is found, with its place", async (_name, statement, fault) => {
  for (const action of ["a", "b", "c"]) await operation(main, action);
  expect(await faultOf()).toBeUndefined();
  await tamper(statement);
  expect(await faultOf()).toMatchObject(fault);
});

test("an anchor kept elsewhere shows that the whole log was written anew", async () => {
  await operation(main, "a");
  const [before] = await verifyAudit(owner);
  const [position, hash] = before!.head.split(":");
  const anchor = { project: "main", position: position!, hash: hash! };
  await operation(main, "b");
  expect((await verifyAudit(owner, [anchor]))[0]).not.toHaveProperty("fault");
  await tamper("delete from audit_log; delete from audit_chains");
  await operation(main, "c");
  await operation(main, "d");
  expect((await verifyAudit(owner))[0]).not.toHaveProperty("fault");
  expect((await verifyAudit(owner, [anchor]))[0]!.fault).toMatchObject({ position: "2" });
  expect((await verifyAudit(owner, [{ ...anchor, position: "9" }]))[0]!.fault).toMatchObject({ position: "5" });
  expect(await verifyAudit(owner, [{ ...anchor, project: "other" }])).toMatchObject([
    {},
    { project: "other", fault: {} },
  ]);
});

test("old rows can be cut off by the owner; the log says so and the rest still holds", async () => {
  for (let n = 0; n < 6; n++) await operation(main, "old");
  await sql`select pg_sleep(0.01)`.execute(owner);
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(owner);
  await operation(main, "new");
  expect(await cutAudit(owner, new Date(0))).toBe(0);
  expect(await cutAudit(owner, rows[0]!.now)).toBe(12);
  expect(await verifyAudit(owner)).toMatchObject([{ rows: 3, cut: "12" }]);
  expect(await faultOf()).toBeUndefined();
  expect((await listAudit(main, {}, { limit: 10 })).map(({ action }) => action)).toEqual(["auditCut", "new"]);
  await expect(cutAudit(main, new Date())).rejects.toThrow("permission denied");
  // Everything up to now goes, the record of the first cut included.
  await sql`select pg_sleep(0.01)`.execute(owner);
  await operation(main, "newest");
  expect(await cutAudit(owner, new Date(Date.now() + 3_600_000))).toBe(5);
  expect(await faultOf()).toBeUndefined();
});

test("the command names the first row that is broken, and says it with its exit code", async () => {
  await operation(main, "a");
  const env = { TEMPOGRAPH_MIGRATION_DATABASE_URL: database.url };
  expect(await command(["--json"], env)).toMatchObject({
    code: 0,
    json: { holds: true, chains: [{ project: "main", rows: 2 }] },
  });
  expect(await command(["--json", "--cut-before", "2100-01-01"], env)).toMatchObject({
    code: 0,
    json: { holds: true, cut: 2, chains: [{ cut: "2", rows: 1 }] },
  });
  await tamper("update audit_log set action = 'b' where position = 3");
  expect(await command(["--json"], env)).toMatchObject({
    code: 1,
    json: { holds: false, chains: [{ fault: { position: "3" } }] },
  });
  expect(await command([], env)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("main: BROKEN. The row 3 was changed."),
  });
  // What was cut off could be verified no more.
  expect(await command(["--json", "--cut-before", "2100-01-01"], env)).toMatchObject({
    code: 1,
    json: { holds: false, cut: 0, chains: [{ fault: { position: "3" } }] },
  });
  expect(await command(["--cut-before", "2100-01-01"], env)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("0 older rows were removed."),
  });
  expect(await faultOf()).toMatchObject({ position: "3" });
  expect(await command(["--anchor", "x"], env)).toMatchObject({ code: 2 });
  expect(await command([], { TEMPOGRAPH_DATA_DIR: "missing" })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("DATABASE_URL"),
  });
  await sql.raw("alter role tempograph_api login password 'secret'").execute(owner);
  const asApi = new URL(database.url);
  [asApi.username, asApi.password] = ["tempograph_api", "secret"];
  expect(await command([], { DATABASE_URL: asApi.href })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("one project at a time"),
  });
});

test("a command that cannot ask says which setting names the database, and takes no option that it does not know", async () => {
  for (const [DATABASE_URL, stderr] of [
    ["postgres://kim:wrong@127.0.0.1:1/none", /ECONNREFUSED.*DATABASE_URL/],
    ["nowhere", /DATABASE_URL has to be/],
  ] as const)
    expect(await command([], { DATABASE_URL })).toMatchObject({ code: 2, stderr: expect.stringMatching(stderr) });
  const rewrap = new URL("../connections/main.ts", import.meta.url);
  expect(await command(["--dry-run"], { DATABASE_URL: database.url }, rewrap)).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/takes no --dry-run.*Usage: npm run connections:rewrap/s),
  });
});

async function command(args: readonly string[], env: NodeJS.ProcessEnv, program = new URL("main.ts", import.meta.url)) {
  const main = fileURLToPath(program);
  const { DATABASE_URL: _, TEMPOGRAPH_MIGRATION_DATABASE_URL: __, ...rest } = process.env;
  const child = spawn(process.execPath, ["--conditions=@tempograph/source", main, ...args], {
    env: { ...rest, ...env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((resolve) => void child.on("close", resolve));
  return { code, stdout, stderr, json: stdout.startsWith("{") ? (JSON.parse(stdout) as unknown) : undefined };
}
