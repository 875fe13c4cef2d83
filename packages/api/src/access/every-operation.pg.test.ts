import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { operations } from "../operations/registry.ts";
import { graphqlRequests, restRequests } from "../test-kit/every-operation.ts";
import { countRows, startTestApi, type Answer, type TestApi } from "../test-kit/start-test-api.ts";
import { may, ROLES } from "./roles.ts";

// Every operation with every role. The requests are made from the schema and the registry, so a new operation is included by itself.

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: Object.fromEntries([...ROLES, "finance"].map((role) => [role, [role]])) });
});
afterAll(() => api.stop());

const holderOf = (role: string) => ({ name: role, roles: [role], project: "main" });
const allowed = (role: string, operation: string) =>
  may(holderOf(role), operations.find(({ name }) => name === operation)!.permission);

/** Whether an answer of GraphQL refuses its field for the caller's roles. */
function isForbidden({ status, body }: Pick<Answer, "status" | "body">, field: string): boolean {
  expect([200, 403], JSON.stringify(body)).toContain(status);
  const inErrors = (body.errors ?? []).some(
    ({ path, extensions }: Answer["body"]) => (path?.length ?? 1) === 1 && extensions?.code === "FORBIDDEN",
  );
  return inErrors || body.data?.[field]?.code === "FORBIDDEN";
}

describe.each([...ROLES, "finance"])("%s", (role) => {
  test("GraphQL answers the operations that the role may perform, and refuses all others", async () => {
    const before = await countRows(api.db);
    for (const { kind, field, query, variables } of graphqlRequests("x")) {
      if (kind === "subscription") continue;
      // What is allowed is tested where each operation is; here only that nothing refuses it for the role.
      const answer = await api.as(role).graphql(query, variables);
      expect(isForbidden(answer, field), `${field}: ${JSON.stringify(answer.body).slice(0, 500)}`).toBe(
        !allowed(role, field),
      );
    }
    if (!["events", "workflows"].some((permission) => may(holderOf(role), permission as never)))
      expect(await countRows(api.db)).toEqual(before);
  });

  test("so do subscriptions", async () => {
    const client = createClient({
      url: `${api.url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${api.token}_${role}` },
    });
    for (const { kind, field, query, variables } of graphqlRequests("x")) {
      if (kind !== "subscription") continue;
      const { value } = await client.iterate({ query, variables }).next();
      expect(isForbidden({ status: 200, body: value }, field), field).toBe(!allowed(role, field));
    }
    await client.dispose();
  });

  test("so do the routes of REST, before they look at the request", async () => {
    for (const { operation, method, path } of restRequests("x")) {
      // The body is not JSON and the parameter is unknown: only a caller who may perform the operation hears of it.
      const answer = await api.as(role).request(method, `${path}?nope=1`, method === "GET" ? undefined : "{");
      expect(answer.body?.code === "FORBIDDEN", `${method} ${path}: ${answer.status}`).toBe(
        !allowed(role, operation.name),
      );
      if (!allowed(role, operation.name)) expect(answer.status, path).toBe(403);
    }
  });
});

test("a malformed request for a forbidden operation is refused for the role, and is in the audit log", async () => {
  const as = api.as("viewer");
  const refused = async () =>
    (await api.request("GET", "/audit?actor=viewer&limit=200")).body.items.filter(
      ({ outcome }: { outcome: string }) => outcome === "FORBIDDEN",
    ).length as number;
  let before = await refused();
  const grown = async () => {
    const now = await refused();
    const by = now - before;
    before = now;
    return by;
  };
  expect(await as.request("POST", "/executions/exe_1/cancel", "{ not JSON")).toMatchObject({ status: 403 });
  expect(await grown()).toBe(1);
  for (const [query, variables] of [
    [`mutation { executionPause(input: { nope: 1 }) { __typename } }`, {}],
    [`mutation ($input: ExecutionPauseInput!) { executionPause(input: $input) { __typename } }`, { input: { id: [] } }],
    [
      `mutation ($input: ExecutionPauseInput!) { ...a } fragment a on Mutation { executionPause(input: $input) { __typename } }`,
      {},
    ],
  ] as const) {
    const { body } = await as.graphql(query, variables);
    expect(
      body.errors.map(({ extensions }: Answer["body"]) => extensions.code),
      query,
    ).toEqual(["FORBIDDEN"]);
    expect(JSON.stringify(body)).not.toMatch(/nope|ExecutionPauseInput/);
    expect(await grown(), query).toBe(1);
  }
  // Over a WebSocket as well.
  const client = createClient({
    url: `${api.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${api.token}_viewer` },
  });
  const answer = client.iterate({ query: "mutation { executionPause(input: { nope: 2 }) { __typename } }" }).next();
  await expect(answer).rejects.toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  await client.dispose();
  expect(await grown()).toBe(1);
  // Who may perform it hears what is wrong, also with a query that was refused before.
  const { body } = await api.as("operator").graphql(`mutation { executionPause(input: { nope: 1 }) { __typename } }`);
  expect(JSON.stringify(body)).toContain("nope");
});

test("a sender sees its event, and nothing that the event leads to", async () => {
  const send = (fields: string) =>
    api
      .as("sender")
      .graphql(
        `mutation { eventSend(input: { type: "t", data: { n: 1 } }) { ... on EventSendPayload { event { ${fields} } } } }`,
      );
  const own = await send("id type payloadsHidden data");
  expect(own.body.errors).toBeUndefined();
  expect(own.body.data.eventSend.event).toMatchObject({
    type: "t",
    data: null,
    payloadsHidden: expect.stringContaining("reader"),
  });
  expect((await api.as("sender").request("POST", "/events", { n: 1 })).status).toBe(202);
  for (const fields of ["executions { nodes { id } }", "resendOf { id }"])
    expect((await send(fields)).body.errors[0].extensions.code, fields).toBe("FORBIDDEN");
});

test("a caller without a token learns only whether the parts answer", async () => {
  const open = (await (await fetch(`${api.url}/health`)).json()) as object;
  expect(open).toEqual({ ok: false });
  const wrong = await fetch(`${api.url}/health`, { headers: { authorization: "Bearer wrong" } });
  expect(await wrong.json()).toEqual({ ok: false });
  expect((await api.as("sender").request("GET", "/health")).body).toMatchObject({
    version: expect.any(String),
    parts: [{ name: "postgres" }, { name: "temporal" }, { name: "api" }],
  });
});
