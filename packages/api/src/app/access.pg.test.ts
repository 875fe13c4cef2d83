import { createClient } from "graphql-ws";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;
beforeAll(async () => {
  api = await startTestApi({
    tokens: {
      ada: ["admin"],
      ed: ["editor"],
      olga: ["operator"],
      vi: ["viewer"],
      fin: ["finance"],
      vifi: ["viewer", "finance"],
    },
  });
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
});
afterAll(() => api.stop());

test("viewer returns the caller's name and roles", async () => {
  const query = "{ viewer { name roles project } }";
  expect((await api.graphql(query)).body.data.viewer).toEqual({ name: "owner", roles: ["admin"], project: "main" });
  expect((await api.as("vifi").graphql(query)).body.data.viewer).toEqual({
    name: "vifi",
    roles: ["viewer", "finance"],
    project: "main",
  });
  expect((await api.as("ed").request("GET", "/viewer")).body).toEqual({
    name: "ed",
    roles: ["editor"],
    project: "main",
  });
  expect((await api.as("nobody").request("GET", "/viewer")).status).toBe(401);
});

test("over graphql-ws each connection has its own caller", async () => {
  const whoAmI = async (name: string) => {
    const client = createClient({
      url: `${api.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${api.token}_${name}` },
    });
    try {
      const { value } = await client.iterate({ query: "{ viewer { name roles project } }" }).next();
      return value.data.viewer;
    } finally {
      await client.dispose();
    }
  };
  expect(await Promise.all(["vi", "olga", "ada"].map(whoAmI))).toEqual([
    { name: "vi", roles: ["viewer"], project: "main" },
    { name: "olga", roles: ["operator"], project: "main" },
    { name: "ada", roles: ["admin"], project: "main" },
  ]);
});

/** Whether each caller may perform the operation: 403 with FORBIDDEN means no, any other answer means yes. */
const everybody = ["ada", "ed", "olga", "vi", "fin", "vifi"] as const;
test.each<[string, string, unknown, readonly (typeof everybody)[number][]]>([
  ["POST", "/workflows", { name: "x", graph: smallGraph }, ["ada", "ed"]],
  ["PUT", "/workflows/wf_nobody", { name: "x" }, ["ada", "ed"]],
  ["POST", "/workflows/wf_nobody/publish", {}, ["ada", "ed"]],
  ["POST", "/workflows/wf_nobody/archive", {}, ["ada", "ed"]],
  ["DELETE", "/workflows/wf_nobody", undefined, ["ada", "ed"]],
  ["POST", "/events", { a: 1 }, ["ada", "ed", "olga"]],
  ["POST", "/executions/exe_nobody/cancel", {}, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/terminate", {}, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/signal", { name: "go" }, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/pause", {}, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/resume", {}, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/skip-wait", { path: "x" }, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/incidents/retry", { path: "x" }, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/incidents/skip", { path: "x" }, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/incidents/fail", { path: "x" }, ["ada", "olga"]],
  ["POST", "/executions/exe_nobody/rerun", {}, ["ada", "olga"]],
  ["POST", "/bulk", { filter: { workflowId: "wf_nobody" }, action: { kind: "cancel" } }, ["ada", "olga"]],
  ["POST", "/bulk/blk_nobody/stop", {}, ["ada", "olga"]],
  [
    "POST",
    "/executions/exe_nobody/approvals/decide",
    { path: "x", decision: "approved" },
    ["ada", "olga", "fin", "vifi"],
  ],
  ["GET", "/audit", undefined, ["ada"]],
  ["GET", "/workflows", undefined, everybody],
  ["GET", "/executions", undefined, everybody],
  ["GET", "/approvals", undefined, everybody],
  ["GET", "/bulk", undefined, everybody],
])("%s %s: only who may", async (method, path, body, allowed) => {
  for (const name of everybody) {
    const { status, body: answer } = await api.as(name).request(method, path, body);
    if (allowed.includes(name)) expect(answer.code, name).not.toBe("FORBIDDEN");
    else
      expect({ status, code: answer.code, hint: answer.hint }, name).toMatchObject({
        status: 403,
        code: "FORBIDDEN",
        hint: expect.stringContaining("admin"),
      });
  }
});

test("GraphQL: a refusal is a member of the mutation's union, and nothing is changed", async () => {
  const { body } = await api
    .as("vi")
    .graphql(
      `mutation ($id: ID!) { workflowArchive(input: { id: $id }) { __typename ... on Error { code message hint retryable } } }`,
      { id: workflow },
    );
  expect(body.data.workflowArchive).toEqual({
    __typename: "ForbiddenError",
    code: "FORBIDDEN",
    message: "The token of vi has viewer, which does not allow this.",
    hint: "Use a token with one of the roles admin, editor.",
    retryable: false,
  });
  expect((await api.request("GET", `/workflows/${workflow}`)).body.status).toBe("active");
  const audit = await api.as("olga").graphql("{ auditLog { nodes { action } } }");
  expect(audit.body.errors[0].extensions.code).toBe("FORBIDDEN");
});

test("each mutation except sending an event writes one row with caller, operation, target, input and outcome", async () => {
  const last = async (filter: object) =>
    (
      await api.graphql(
        `query ($filter: AuditFilter) { auditLog(first: 5, filter: $filter) { nodes { at actor actorRoles action target input outcome } } }`,
        { filter },
      )
    ).body.data.auditLog.nodes;
  const made = (await api.as("ed").request("POST", "/workflows", { name: "audited", graph: smallGraph })).body.id;
  expect(await last({ target: made })).toEqual([
    {
      at: expect.any(String),
      actor: "ed",
      actorRoles: ["editor"],
      action: "workflowCreate",
      target: made,
      input: { name: "audited", publish: true, graph: "[kept with the draft]" },
      outcome: "ok",
    },
  ]);
  const id = await insertExecution(api.db, workflow, { status: "completed" });
  await api.as("olga").request("POST", `/executions/${id}/cancel`, { reason: "why\u0000" });
  await api.as("olga").request("POST", `/executions/${id}/signal`, { name: "go", payload: { token: "t0p", n: 1 } });
  await api.as("vi").request("POST", `/executions/${id}/pause`, {});
  const rows = await last({ target: id });
  expect(
    rows.map((row: { actor: string; action: string; outcome: string }) => [row.actor, row.action, row.outcome]),
  ).toEqual([
    ["vi", "executionPause", "FORBIDDEN"],
    ["olga", "executionSignal", "EXECUTION_CLOSED"],
  ]);
  expect(rows[1].input).toEqual({ name: "go", payload: { token: "[redacted]", n: 1 } });
  await api.as("olga").request("POST", "/events", { a: 1 });
  expect((await last({ actor: "olga" }))[0].action).toBe("executionSignal");
  // A header or an id may contain characters that a row cannot hold.
  const bad = await api
    .as("olga")
    .graphql(`mutation { executionPause(input: { id: "x\\u0000" }) { ... on Error { code } } }`);
  expect(bad.body.data.executionPause.code).toBe("NOT_FOUND");
  expect((await last({ actor: "olga" }))[0]).toMatchObject({ target: "x\uFFFD", outcome: "NOT_FOUND" });
});

test("the log is read page by page, the newest first", async () => {
  const seen: string[] = [];
  for (let cursor = ""; ;) {
    const { body } = await api.request("GET", `/audit?limit=7&actor=ada${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map((entry: { at: string }) => entry.at));
    if (body.nextCursor === null) break;
    cursor = body.nextCursor;
  }
  expect(seen.length).toBeGreaterThan(15);
  expect(seen).toEqual(seen.toSorted().toReversed());
  expect((await api.request("GET", "/audit?action=workflowArchive&limit=100")).body.items.length).toBeGreaterThan(5);
  expect((await api.request("GET", "/audit?before=2000-01-01T00:00:00Z")).body.items).toEqual([]);
});
