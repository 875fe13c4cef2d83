import { jsonb } from "@tempograph/db";
import { createClient } from "graphql-ws";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { smallGraph } from "../test-kit/graphs.ts";
import { graphqlRequests, restRequests } from "../test-kit/every-operation.ts";
import { insertExecution, insertUpdate, startTestApi, type Answer, type TestApi } from "../test-kit/start-test-api.ts";

// Every place of a payload holds the canary. A caller without the permission `payloads` must not see it anywhere.
const CANARY = "c4n4ry";

let api: TestApi;
let ids: Readonly<Record<"workflow" | "event" | "execution" | "job", string>>;
beforeAll(async () => {
  api = await startTestApi({
    tokens: { vi: ["viewer"], ria: ["reader"], appy: ["approver"], fin: ["finance"], ops: ["operator"] },
  });
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id as string;
  const execution = await insertExecution(api.db, workflow, { status: "running" });
  const { event_id: event } = await api.db
    .selectFrom("executions")
    .select("event_id")
    .where("id", "=", execution)
    .executeTakeFirstOrThrow();
  const value = jsonb({ secret: CANARY });
  const failure = jsonb({ code: "HTTP_STATUS", message: CANARY, details: CANARY, more: CANARY } as never);
  const at = new Date();
  await api.db.updateTable("events").set({ data: value }).where("id", "=", event).execute();
  await api.db
    .updateTable("executions")
    .set({ output: value, failure, mirror_problem: value })
    .where("id", "=", execution)
    .execute();
  const step = {
    execution_id: execution,
    position: 1,
    input: value,
    output: value,
    failure,
    known_from: "history",
  } as const;
  await api.db
    .insertInto("steps")
    .values([
      { ...step, path: "notify", node_id: "notify", type: "send_notification", status: "failed" },
      {
        ...step,
        path: "approve",
        node_id: "approve",
        type: "approval",
        status: "waiting",
        input: jsonb({ title: CANARY, description: CANARY, form: { title: CANARY }, approvers: ["role:finance"] }),
      },
    ])
    .execute();
  await api.db
    .insertInto("step_attempts")
    .values({ execution_id: execution, path: "notify", attempt: 1, failure })
    .execute();
  await api.db
    .insertInto("step_logs")
    .values({ execution_id: execution, path: "notify", attempt: 1, level: "info", message: CANARY, fields: value, at })
    .execute();
  await api.db
    .insertInto("history_events")
    .values({ execution_id: execution, run_id: "r", event_id: 1, event_type: "T", event_time: at, attributes: value })
    .execute();
  for (const [kind, body] of [
    ["step", { path: "notify", status: "failed", failure: { code: "HTTP_STATUS", message: CANARY }, output: CANARY }],
    ["log", { path: "notify", level: "info", message: CANARY, fields: { a: CANARY } }],
    ["status", { status: "completed", reason: CANARY, failure: { code: "X", details: CANARY } }],
  ] as const)
    await insertUpdate(api.db, execution, { kind, key: kind, body, ...(kind === "status" && { status: "completed" }) });
  const job = (
    await api.request("POST", "/bulk", {
      filter: { workflowId: "wf_nobody" },
      action: { kind: "signal", name: "go", payload: { a: CANARY } },
    })
  ).body.id as string;
  ids = { workflow, event, execution, job };
});
afterAll(() => api.stop());

/** All that a caller can read, as text: every GET route of REST and every query of GraphQL, with the ids of what is stored. */
async function everythingReadBy(name: string): Promise<string> {
  const texts: string[] = [];
  const as = name === "owner" ? api : api.as(name);
  for (const id of Object.values(ids)) {
    // The changes of lists have ids alone, and do not end.
    for (const { method, path } of restRequests(id))
      if (method === "GET" && path !== "/audit" && !path.endsWith("/changes"))
        texts.push(JSON.stringify((await as.request("GET", path)).body));
    for (const { kind, query, variables, field } of graphqlRequests(id, 2))
      if (kind === "query" && field !== "auditLog")
        texts.push(JSON.stringify((await as.graphql(query, variables)).body));
  }
  return texts.join("\n");
}

async function updatesOf(name: string): Promise<readonly Answer["body"][]> {
  const client = createClient({
    url: `${api.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${api.token}_${name}` },
  });
  const updates: unknown[] = [];
  const query = `subscription ($id: ID!) { executionEvents(id: $id) { kind body payloadsHidden execution { output status failure { code message } } } }`;
  for await (const { data } of client.iterate({ query, variables: { id: ids.execution } })) updates.push(data);
  await client.dispose();
  return updates.map((data: Answer["body"]) => data.executionEvents);
}

test("a viewer and an approver of others' approvals read shapes and status, and no payload", async () => {
  for (const name of ["vi", "appy"]) {
    const text = await everythingReadBy(name);
    expect(text).not.toContain(CANARY);
    for (const shown of [ids.execution, ids.event, "HTTP_STATUS", "[hidden]", "notify"]) expect(text).toContain(shown);
    const updates = await updatesOf(name);
    expect(JSON.stringify(updates)).not.toContain(CANARY);
    expect(updates).toMatchObject([
      {
        kind: "STEP",
        body: { status: "failed", failure: { code: "HTTP_STATUS" } },
        payloadsHidden: expect.any(String),
      },
      { kind: "LOG", body: { level: "info" } },
      { kind: "STATUS", body: { status: "completed" }, execution: { output: null, failure: { message: "[hidden]" } } },
    ]);
    const stream = await api.as(name).request("GET", `/executions/${ids.execution}/events`);
    expect(stream.body).toContain('"status":"failed"');
    expect(stream.body).not.toContain(CANARY);
  }
});

test("a null says why: the reason names the roles that may read", async () => {
  const step = (await api.as("vi").request("GET", `/executions/${ids.execution}/steps`)).body.items[0];
  expect(step).toMatchObject({
    input: null,
    output: null,
    payloadsHidden:
      "The roles of vi (viewer) do not allow reading payloads. Use a token with one of the roles admin, editor, operator, reader.",
  });
  expect((await api.as("ria").request("GET", `/executions/${ids.execution}`)).body).not.toHaveProperty(
    "payloadsHidden",
  );
});

test("a reader and an operator read every payload", async () => {
  for (const name of ["ria", "ops"]) {
    const text = await everythingReadBy(name);
    expect(text.split(CANARY).length).toBeGreaterThan(30);
    expect(text).not.toContain("[hidden]");
    expect(JSON.stringify(await updatesOf(name)).split(CANARY).length).toBeGreaterThan(5);
  }
});

test("an approver reads what it has to decide, and nothing else", async () => {
  const approval = (await api.as("fin").request("GET", "/approvals")).body.items[0];
  expect(approval).toMatchObject({ title: CANARY, description: CANARY, form: { title: CANARY } });
  const steps = (await api.as("fin").request("GET", `/executions/${ids.execution}/steps`)).body;
  expect(JSON.stringify(steps)).not.toContain(CANARY);
});
