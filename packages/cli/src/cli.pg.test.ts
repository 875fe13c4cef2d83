import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertExecution, insertUpdate, startTestApi, type TestApi } from "../../api/src/test-kit/start-test-api.ts";
import { run, temporaryFolder, type Surroundings } from "./test-kit/run.ts";

// The command line against the real API.

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { viewer: ["viewer"] } });
});
afterAll(() => api.stop());

const env = (token = api.token) => ({ TEMPOGRAPH_URL: api.url, TEMPOGRAPH_TOKEN: token });
const tempograph = (line: string, more: Surroundings = {}) => run(line.split(" "), { env: env(), ...more });

const graph = { nodes: [{ id: "start", type: "start", data: {} }], edges: [] };

test("operations are commands: create, list, get, publish, delete", async () => {
  const file = join(temporaryFolder(), "graph.json");
  writeFileSync(file, JSON.stringify(graph));
  const created = await run(
    [
      "workflow",
      "create",
      "--name",
      "Hot \u001b[31mleads",
      "--graph",
      `@${file}`,
      "--trigger",
      '{"eventType":"lead"}',
      "--json",
    ],
    { env: env() },
  );
  expect(created.code, created.err).toBe(0);
  const { id } = created.json<{ id: string }>();
  const listed = await tempograph("workflow list");
  expect(listed.out).toMatch(
    new RegExp(`^ID +KEY +NAME +STATUS +PUBLISHED VERSION +UPDATED AT\\n${id} +- +Hot \uFFFD\\[31mleads +active +1 `),
  );
  expect((await tempograph("workflow list --json --limit 1")).json()).toMatchObject({
    items: [{ id }],
    nextCursor: null,
  });
  expect((await tempograph(`workflow get ${id}`)).out).toContain(`id                ${id}\n`);
  expect((await tempograph(`workflow publish ${id} --version 1 --json`)).json()).toMatchObject({ id, version: 1 });
  expect(await tempograph(`workflow publish ${id} --version 9`)).toMatchObject({ code: 4 });
  expect(await tempograph(`workflow delete ${id}`)).toMatchObject({ code: 0, out: "Done.\n" });
  const gone = await tempograph(`workflow get ${id}`);
  expect(gone).toMatchObject({ code: 4, out: "" });
  expect(gone.err).toMatch(/^NOT_FOUND: .*\n {2}at \/id\n/);
});

test("open prints an address that signs in", async () => {
  const { url } = (await tempograph("open --json")).json<{ url: string }>();
  expect(url).toMatch(new RegExp(`^${api.url}/app/sign-in#link=tg_`));
  expect((await tempograph("open", { env: env("tg_wrong") })).err).toMatch(/^UNAUTHORIZED/);
});

test("a workflow is printed as sentences, and a changed text becomes the workflow", async () => {
  const folder = temporaryFolder();
  const [json, text] = [join(folder, "said.json"), join(folder, "said.txt")];
  writeFileSync(json, JSON.stringify({ graph, triggers: [{ eventType: "lead.created" }] }));
  expect((await tempograph(`workflow apply ${json}`)).code).toBe(0);
  expect((await tempograph("workflow sentences said")).out).toBe("When lead.created arrives:\n");

  writeFileSync(text, "When lead.created arrives:\n  wait 2 hours\n");
  const saved = await tempograph(`workflow sentences said --set ${text} --publish`);
  expect(saved.code, saved.err).toBe(0);
  expect((await tempograph("workflow sentences said --version published")).out).toBe(readFileSync(text, "utf8"));

  writeFileSync(text, "When lead.created arrives:\n  wait for ever\n");
  expect(await tempograph(`workflow sentences said --set ${text}`)).toMatchObject({
    code: 8,
    out: expect.stringMatching(/^2:12 "ever" has no meaning here\./),
  });
});

test("events: the payload comes from the command line, a file or stdin", async () => {
  const sent = await run(["event", "send", "order.created", "--data", "-", "--key", "o-7", "--json"], {
    env: env(),
    stdin: '{"id": 7}',
  });
  const { id } = sent.json<{ id: string }>();
  expect((await tempograph(`event get ${id} --json`)).json()).toMatchObject({ type: "order.created", data: { id: 7 } });
  expect((await tempograph('event send order.created --data {"id":7} --key o-7')).out).toBe(
    `${id} (was sent before)\n`,
  );
  expect(await tempograph("event send order.created --data 8 --key o-7")).toMatchObject({ code: 5 });
  for (const n of [1, 2, 3]) await tempograph(`event send page --data ${String(n)}`);
  const page = await tempograph("event list --type page --limit 2 --count --json");
  expect(page.json()).toMatchObject({ items: [{ data: 3 }, { data: 2 }], totalCount: 3 });
  const all = await tempograph("event list --type page --limit 2 --all --json");
  expect(all.json<{ items: unknown[] }>().items).toHaveLength(3);
});

test("notes are for people at a terminal only", async () => {
  await tempograph("event send noted");
  await tempograph("event send noted");
  expect((await tempograph("event list --type noted --limit 1")).err).toBe("");
  expect((await tempograph("event list --type noted --limit 1", { terminal: true })).err).toMatch(
    /There is more: --cursor /,
  );
});

test("refusals end with the exit code of their category", async () => {
  expect(await tempograph("event send t", { env: env(`${api.token}_viewer`) })).toMatchObject({ code: 6 });
  expect(await tempograph("viewer", { env: env("wrong") })).toMatchObject({ code: 6 });
  expect(await tempograph("execution list --limit 999")).toMatchObject({ code: 3 });
  const wrong = { ...graph, edges: [{ id: "e", source: "start", target: "nowhere" }] };
  const refused = await run(["workflow", "create", "--input", "-"], {
    env: env(),
    stdin: JSON.stringify({ name: "x", graph: wrong }),
  });
  expect(refused).toMatchObject({ code: 3, out: "" });
  expect(refused.err).toContain("error EDGE_TO_NOWHERE at /graph/edges/0/target: ");
});

test("what is looked at and not good ends with 8", async () => {
  const never = ["schedule", "times", "--config", '{"cron":"0 9 31 2 *"}'];
  expect(await run(never, { env: env() })).toMatchObject({ code: 8, out: expect.stringContaining("SCHEDULE_NEVER") });
  expect(await tempograph('schedule times --config {"every":"1h"}')).toMatchObject({ code: 0 });
  const broken = JSON.stringify({ nodes: [], edges: [] });
  expect(await tempograph(`workflow validate --graph ${broken}`)).toMatchObject({ code: 8 });
});

test("what is wrong with a graph is mended: in its file, in a draft, or on stdout; guesses only where they are asked for", async () => {
  const broken = {
    nodes: [...graph.nodes, { id: "last", type: "transform", data: { output: "{{ steps.strt }}" } }],
    edges: [
      { id: "e", source: "start", target: "last" },
      { id: "e", source: "start", target: "last" },
    ],
  };
  const file = join(temporaryFolder(), "graph.json");
  writeFileSync(file, JSON.stringify(broken));
  const mended = await tempograph(`workflow validate --graph @${file} --fix`);
  // What "strt" should be is a guess.
  expect(mended).toMatchObject({
    code: 8,
    out: expect.stringMatching(/^mended DUPLICATE_EDGE_ID at \/graph\/edges\/1\/id: /),
  });
  expect(mended.out).toContain("error STEP_UNKNOWN at /graph/nodes/1/data/output: ");
  expect(mended.out).toMatch(/^With --guesses this is mended, too: "/m);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    nodes: broken.nodes,
    edges: [{ id: "e" }, { id: "e2" }],
  });

  const printed = await tempograph("workflow validate --graph - --fix --guesses", {
    stdin: readFileSync(file, "utf8"),
  });
  expect(printed.json()).toMatchObject({ nodes: [{}, { data: { output: "{{ steps.start }}" } }] });

  const input = JSON.stringify({ name: "Broken", key: "broken", graph: broken, publish: false });
  await run(["workflow", "create", "--input", input], { env: env() });
  const draft = await tempograph("workflow validate --workflow-id broken --fix --guesses --json");
  expect(draft.json()).toMatchObject({ fixed: [{ code: "STEP_UNKNOWN" }, { code: "DUPLICATE_EDGE_ID" }] });
  expect((await tempograph("workflow get broken --json")).json()).toMatchObject({
    graph: { nodes: [{}, { data: { output: "{{ steps.start }}" } }] },
    draftRevision: 2,
  });
  expect(await tempograph("workflow validate --fix")).toMatchObject({ code: 2 });
});

test("watch prints changes as they come and tells by its exit code how it ended", async () => {
  const { id } = (
    await run(["workflow", "create", "--name", "Watched", "--graph", JSON.stringify(graph), "--json"], { env: env() })
  ).json<{ id: string }>();
  const execution = await insertExecution(api.db, id);
  const add = (key: string, status?: "completed") =>
    insertUpdate(api.db, execution, {
      kind: status ? "status" : "step",
      key,
      path: "start",
      body: { status: "completed" },
      ...(status && { status }),
    });
  await add("one");
  const watching = tempograph(`execution watch ${execution}`, { terminal: true });
  await add("two", "completed");
  const watched = await watching;
  expect(watched.out).toMatch(/^[\d:.]+ {2}step +start +completed\n[\d:.]+ {2}status +start +completed\n$/);
  expect(watched).toMatchObject({ code: 0, err: expect.stringContaining("The execution is completed.") });
  const lines = (await tempograph(`execution watch ${execution} --after 1 --json`)).out.trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { cursor: string }).cursor)).toEqual(["2"]);
  const failed = await insertExecution(api.db, id);
  await insertUpdate(api.db, failed, { kind: "status", key: "end", body: { status: "failed" }, status: "completed" });
  await api.db.updateTable("executions").set({ status: "failed" }).where("id", "=", failed).execute();
  expect(await tempograph(`execution watch ${failed}`)).toMatchObject({ code: 8 });
  const { out } = await tempograph(`execution explain ${failed}`);
  expect(out).toMatch(/^Execution exe_\w+ of the workflow wf_\w+, version 1, is failed; it was started by the event/);
  // A hint is of use only if all of it is there.
  const hint = `Correct the path, or write a default. ${"Long ".repeat(30)}End.`;
  const failure = JSON.stringify({ code: "EXPRESSION_PATH_MISSING", message: "payload.x is missing", hint }) as never;
  await api.db.updateTable("executions").set({ failure }).where("id", "=", failed).execute();
  expect((await tempograph(`execution explain ${failed}`)).out).toContain(`  ${hint}\n`);
});

test("contexts: log in, use, list, remove; tokens are kept in a file that only its owner reads, and are not shown", async () => {
  const folder = temporaryFolder();
  const token = join(folder, "token");
  writeFileSync(token, `${api.token}\n`);
  const home = { XDG_CONFIG_HOME: folder };
  const as = (line: string, more: Surroundings = {}) => run(line.split(" "), { env: home, ...more });
  const login = await as(`login one --url ${api.url} --token-file ${token}`);
  expect(login).toMatchObject({
    code: 0,
    out: expect.stringContaining("as owner (admin), project main. Context: one"),
  });
  expect(await as(`login two --url ${api.url}`, { answers: [`${api.token}_viewer`] })).toMatchObject({ code: 0 });
  expect(await as(`login three --url ${api.url}`, { answers: ["wrong"] })).toMatchObject({ code: 6 });
  const file = join(folder, "tempograph/contexts.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Object.keys((JSON.parse(readFileSync(file, "utf8")) as { contexts: object }).contexts)).toEqual([
    "one",
    "two",
  ]);
  const list = await as("context list");
  expect(list.out).toMatch(/two +http.* +true\n$/);
  expect(list.out).not.toContain(api.token);
  expect((await as("viewer --json")).json()).toMatchObject({ name: "viewer" });
  expect((await as("viewer --context one --json")).json()).toMatchObject({ name: "owner" });
  expect(await as("context use one")).toMatchObject({ code: 0 });
  expect((await as("--json viewer")).json()).toMatchObject({ name: "owner" });
  expect(await as("context remove one")).toMatchObject({ code: 0 });
  expect(await as("viewer")).toMatchObject({ code: 2 });
  // A stored token is not sent to a server that the command line names.
  expect(await as(`viewer --url ${api.url}`)).toMatchObject({ code: 6 });
});

test("doctor tells what is wrong: here Temporal is down, and no worker runs", async () => {
  const { code, out } = await tempograph("doctor");
  expect(code).toBe(8);
  expect(out).toMatch(/^ok {2}Server +version/);
  expect(out).toMatch(/^ok {2}Postgres/m);
  expect(out).toMatch(/^BAD Temporal/m);
  expect(out).toMatch(/^ok {2}Account of all events +Events:/m);
  expect(out).toMatch(/^ok {2}Your token +owner \(admin\) in the project main/m);
});

test("doctor --repair decides about executions that Temporal does not know, after asking", async () => {
  const { id: workflow } = (await api.request("POST", "/workflows", { name: "lost", graph })).body;
  const id = await insertExecution(api.db, workflow, { status: "running" });
  await api.db.updateTable("executions").set({ run_id: "r", missing_since: new Date() }).where("id", "=", id).execute();
  expect(await tempograph("doctor --repair")).toMatchObject({ code: 2, err: expect.stringContaining("Add --yes") });
  const { code, out } = await tempograph("doctor --repair --yes --json");
  expect(code).toBe(8);
  expect(JSON.parse(out)).toMatchObject({ repaired: [{ executionId: id, counts: "temporal" }] });
  const decided = await api.db.selectFrom("executions").select("reconcile").where("id", "=", id).executeTakeFirst();
  expect(decided).toEqual({ reconcile: "temporal" });
  expect(JSON.parse((await tempograph("doctor --repair --json")).out)).toMatchObject({ repaired: [] });
});

test("doctor --repair passes over an execution about which nothing can be decided any more", async () => {
  const { id: workflow } = (await api.request("POST", "/workflows", { name: "lost, too", graph })).body;
  const [changed, id] = [await insertExecution(api.db, workflow), await insertExecution(api.db, workflow)];
  const missing = { status: "running", missing_since: new Date() } as const;
  await api.db
    .updateTable("executions")
    .set({ ...missing, run_id: null })
    .where("id", "=", changed)
    .execute();
  await api.db
    .updateTable("executions")
    .set({ ...missing, run_id: "r" })
    .where("id", "=", id)
    .execute();
  const { out } = await tempograph("doctor --repair --yes --json");
  expect(JSON.parse(out)).toMatchObject({ repaired: [{ executionId: id, counts: "temporal" }] });
});
