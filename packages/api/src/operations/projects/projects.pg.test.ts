import { createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { ROLES } from "../../access/roles.ts";
import { graphNaming, smallGraph } from "../../test-kit/graphs.ts";
import { absent, CANARY, everythingOfMain, fillMain, type FilledIds } from "../../test-kit/fill-main.ts";
import { graphqlRequests } from "../../test-kit/every-operation.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";
import { graphqlMeta } from "../fields.ts";
import type { AnyList, AnyOperation } from "../operation.ts";
import { operations } from "../registry.ts";

// Callers of one project, with each role, and everything of another (I13). The tests walk the registry, so a new operation is asked too.

/** The built-in roles, and one of a team's own. */
const roles = [...ROLES, "finance"];

let api: TestApi;
let ids: FilledIds;
beforeAll(async () => {
  api = await startTestApi({
    tokens: {
      ...{ ann: ["admin"], "bob@billing": ["admin"], "eve@empty": ["admin"], "eve@later": ["admin"] },
      ...Object.fromEntries(roles.map((role) => [`${role}@billing`, [role]])),
    },
  });
  ids = await fillMain(api);
  expect(Object.values(ids).every((id) => typeof id === "string")).toBe(true);
});
afterAll(() => api.stop());

const bob = (method: string, path: string, body?: unknown) => api.as("bob@billing").request(method, path, body);

/** A value for a field, so that the request has the right shape: the id wherever one may stand, also in optional fields and filters. */
function valueFor(name: string, schema: z.ZodType, id: string): unknown {
  if (name === "graph") return graphNaming(id);
  if (schema instanceof z.ZodArray) return [valueFor(name.replace(/s$/, ""), schema.element as z.ZodType, id)];
  let inner = schema;
  while ("unwrap" in inner && !(inner instanceof z.ZodArray)) inner = (inner as z.ZodOptional<z.ZodType>).unwrap();
  if (inner !== schema) {
    const names = graphqlMeta(inner).type === "ID" || inner instanceof z.ZodObject;
    return names && name !== "signalId" ? valueFor(name, inner, id) : undefined;
  }
  if (/id$/i.test(name) || graphqlMeta(schema).type === "ID") return id;
  if (schema instanceof z.ZodDate) return "2026-01-01T00:00:00Z";
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodNumber) return 1;
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape).map(([field, its]) => [field, valueFor(field, its as z.ZodType, id)]),
    );
  return schema instanceof z.ZodString ? "notify" : {};
}

/** A request that asks a route for something by its id. */
function requestFor(operation: AnyOperation | AnyList, id: string): readonly [string, string, object?] {
  const { path } = operation.rest!;
  const method = operation.kind === "list" ? "GET" : (operation as AnyOperation).rest!.method;
  const input = valueFor("", operation.input, id) as Record<string, unknown>;
  // It takes one of the two.
  if (operation.name === "simulate") delete input["graph"];
  if (operation.name === "retentionHold") delete input["executionId"];
  const url = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(name === "id" ? id : (input[name] ?? "1"))),
  );
  const { read, query: known } = operation.rest as NonNullable<AnyOperation["rest"]>;
  const inPath = new Set([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
  const rest = Object.entries(input)
    .filter(([name, value]) => !inPath.has(name) && value !== undefined)
    // Where the route reads the request itself, it has query parameters of its own.
    .filter(([name]) => method !== "GET" || read === undefined || Object.hasOwn(known ?? {}, name));
  const filter = rest.flatMap(([name, value]) =>
    name === "filter" ? Object.entries(value as object) : [[name, value]],
  );
  const query = filter.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${String(value)}`);
  if (method === "GET") return ["GET", `${url}${query.length > 0 ? `?${query.join("&")}` : ""}`];
  return method === "DELETE" ? [method, url] : [method, url, Object.fromEntries(rest)];
}

/** The ids with which an operation is asked. Where the request takes none, each of them would be the same question. */
function idsFor(operation: AnyOperation | AnyList): readonly string[] {
  const all = Object.values(ids) as string[];
  return JSON.stringify(requestFor(operation, all[0]!)).includes(all[0]!) ? all : all.slice(0, 1);
}

/** The answer for an id, without the id and without what differs each time. */
async function ask(operation: AnyOperation | AnyList, id: string, role: string) {
  const { status, body } = await api.as(`${role}@billing`).request(...requestFor(operation, id));
  const text = JSON.stringify(body).replaceAll(id, "<id>");
  const changing =
    /"(requestId|createdAt|updatedAt|endedAt|id|latencyMs|durationMs|idempotencyKey|time|tookMs|expiresAt|url)":("[^"]*"|[\d.]+)/g;
  return { status, text: text.replace(changing, '"$1":0') };
}

/** A list that is followed does not end, and names nothing for an id that it does not find: list-changes.pg.test.ts asks it from another project. */
const followsList = (name: string): boolean => ["executionsChanged", "approvalsChanged"].includes(name);

const withRoutes = operations.filter(({ name, rest }) => rest !== undefined && !followsList(name));

describe("by an id of another project", () => {
  test.each(withRoutes.map((operation) => [operation.name, operation] as const))(
    "%s answers as for an id that nobody has",
    async (_name, operation) => {
      const before = await everythingOfMain(api.db);
      for (const role of roles)
        for (const id of idsFor(operation)) {
          const answer = await ask(operation, id, role);
          expect(answer.text, `${role} ${id}`).not.toContain(CANARY);
          expect(answer.status, answer.text).toBeLessThan(500);
          // The request has the right shape, so that it gets as far as what the id names.
          if (role === "admin") expect([400, 422], answer.text).not.toContain(answer.status);
          // A list of everything also shows what the caller has done in this test, and a token's name can be given only once.
          if (operation.kind === "list" && !operation.rest!.path.includes(":id")) continue;
          if (operation.name === "tokenCreate") continue;
          expect(answer, `${role} ${id}`).toEqual(await ask(operation, absent(id), role));
        }
      expect(await everythingOfMain(api.db)).toEqual(before);
    },
  );

  test("the ids are right ones: their own project finds them by the same routes", async () => {
    const one = { workflows: ids.wf, events: ids.evt, executions: ids.exe, bulk: ids.blk, connections: ids.con };
    for (const path of Object.entries(one).map(([kind, id]) => `/${kind}/${id}`)) {
      expect((await api.as("ann").request("GET", path)).status, path).toBe(200);
      expect((await bob("GET", path)).status, path).toBe(404);
    }
    for (const list of ["steps", "logs", "history"]) {
      const path = `/executions/${ids.exe}/${list}`;
      expect(JSON.stringify((await api.as("ann").request("GET", path)).body), path).toContain(CANARY);
      expect((await bob("GET", path)).status, path).toBe(404);
    }
  });

  test("node(id) and nodes(ids) find nothing, also of versions and steps", async () => {
    const all = [...Object.values(ids), `${ids.wf}:1`, `${ids.exe}:notify`];
    const types = ["Workflow", "WorkflowVersion", "Event", "Execution", "Step", "BulkJob"];
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`;
    const found = (await api.as("ann").graphql(query, { ids: all })).body.data.nodes as ({
      __typename: string;
    } | null)[];
    // A token is no node.
    expect(found.flatMap((one) => one?.__typename ?? []).toSorted()).toEqual(types.toSorted());
    const answer = (await api.as("bob@billing").graphql(query, { ids: all })).body;
    expect(answer.data.nodes).toEqual(all.map(() => null));
    for (const id of all) {
      const { body } = await api.as("bob@billing").graphql(`query ($id: ID!) { node(id: $id) { id } }`, { id });
      expect(body.data.node, id).toBeNull();
    }
  });

  test.each(roles)(
    "%s: every subscription answers as for an id that nobody has, over a WebSocket and SSE",
    async (role) => {
      const authorization = `Bearer ${api.token}_${role}@billing`;
      const overWebSocket = async (query: string, variables: object) => {
        const client = createClient({
          url: `${api.url.replace("http", "ws")}/graphql`,
          webSocketImpl: WebSocket,
          connectionParams: { authorization },
        });
        const first = client.iterate({ query, variables: variables as Record<string, unknown> }).next();
        const seen = await first.then(JSON.stringify, (error: unknown) => JSON.stringify(error));
        await client.dispose();
        return seen;
      };
      const overSse = async (query: string, variables: object) => {
        const headers = { authorization, accept: "text/event-stream", "content-type": "application/json" };
        const body = JSON.stringify({ query, variables });
        return await (await fetch(`${api.url}/graphql`, { method: "POST", headers, body })).text();
      };
      for (const way of [overWebSocket, overSse])
        for (const id of Object.values(ids)) {
          const answerFor = async (one: string) => {
            const asked = graphqlRequests(one, 2).filter(
              ({ kind, field }) => kind === "subscription" && !followsList(field),
            );
            const answers = await Promise.all(asked.map(({ query, variables }) => way(query, variables)));
            return answers.map((text) => text.replaceAll(one, "<id>").replace(/"requestId":"[^"]*"/g, ""));
          };
          const answers = await answerFor(id);
          expect(answers.length).toBeGreaterThan(0);
          for (const answer of answers) expect(answer).toMatch(/NOT_FOUND|FORBIDDEN/);
          expect(answers).toEqual(await answerFor(absent(id)));
          expect(answers.join("\n")).not.toContain(CANARY);
        }
    },
  );
});

describe("lists", () => {
  const lists = operations.filter((one): one is AnyList => one.kind === "list" && one.within === undefined);

  test.each(lists.map((list) => [list.name, list] as const))(
    "%s has nothing of another project, and counts none of it",
    async (name, list) => {
      const args = Object.keys(list.input.shape).includes("id") ? `(id: "${ids.exe}")` : "";
      const query = `{ ${name}${args} { totalCount nodes { __typename } } }`;
      const eve = api.as("eve@empty");
      const { body } = await eve.graphql(query);
      if (name === "projects") expect(body.errors[0].extensions.code).toBe("FORBIDDEN");
      else expect(body.data[name], name).toEqual({ totalCount: 0, nodes: [] });
      expect(JSON.stringify((await eve.request("GET", list.rest!.path)).body)).not.toContain(CANARY);
    },
  );

  test("the audit log shows what was done in the project, and no more", async () => {
    const actors = async (name: string) => {
      const { body } = await api.as(name).graphql(`{ auditLog(first: 200) { nodes { actor } } }`);
      return body.data.auditLog.nodes.map(({ actor }: { actor: string }) => actor) as string[];
    };
    await bob("POST", `/executions/${ids.exe}/cancel`, {});
    const ofBilling = await actors("bob@billing");
    expect(ofBilling).toContain("bob@billing");
    expect(ofBilling.filter((actor) => !actor.endsWith("@billing"))).toEqual([]);
    expect((await actors("ann")).filter((actor) => actor.endsWith("@billing"))).toEqual([]);
  });

  test("the cursor of another project's list opens nothing, for every list", async () => {
    await insertExecution(api.db, ids.wf);
    let found = 0;
    for (const list of operations.filter((one): one is AnyList => one.kind === "list")) {
      const urls = Object.values(ids).map((id) => list.rest!.path.replace(":id", id));
      for (const url of new Set(urls)) {
        const { nextCursor } = (await api.as("ann").request("GET", `${url}?limit=1`)).body;
        if (typeof nextCursor !== "string") continue;
        found++;
        for (const order of list.newestFirst ? ["&order=oldest_first", ""] : [""]) {
          const { status, body } = await api.as("eve@empty").request("GET", `${url}?cursor=${nextCursor}${order}`);
          if (status === 200) expect(body, url).toEqual({ items: [], nextCursor: null });
          else expect(body.code, url).toMatch(/^(NOT_FOUND|FORBIDDEN)$/);
        }
      }
    }
    expect(found).toBeGreaterThan(2);
  });
});

describe("what is made", () => {
  test("the same idempotency keys in two projects are two requests, of each kind", async () => {
    const make = async (name: string, content: string) => {
      const caller = api.as(name);
      const workflow = await caller.request("POST", "/workflows", {
        ...{ name: content, graph: smallGraph, idempotencyKey: "key" },
      });
      const event = await caller.request("POST", "/events", {
        events: [{ type: "x", data: content, idempotencyKey: "key" }],
      });
      const execution = await caller.request("POST", "/executions", {
        ...{ workflowId: workflow.body.id, data: { content }, idempotencyKey: "key" },
      });
      const bulk = await caller.request("POST", "/bulk", {
        ...{ filter: { workflowId: workflow.body.id }, action: { kind: "cancel" }, idempotencyKey: "key" },
      });
      return [workflow, event, execution, bulk].map(({ status, body }) => [status < 300, body.id]);
    };
    const mains = await make("ann", "one");
    const billings = await make("bob@billing", "two");
    for (const [index, [accepted, id]] of billings.entries()) {
      expect(accepted, String(index)).toBe(true);
      if (id !== undefined) expect(id).not.toBe(mains[index]![1]);
    }
  });

  test("a project sees its own workflow, event and execution", async () => {
    const { id } = (await bob("POST", "/workflows", { name: "own", graph: smallGraph })).body;
    expect((await bob("GET", `/workflows/${id}`)).body.name).toBe("own");
    const execution = (await bob("POST", "/executions", { workflowId: id, data: {} })).body;
    expect((await bob("GET", `/executions/${execution.id}`)).body.workflowId).toBe(id);
    const rows = await api.db.selectFrom("executions").select("project").where("id", "=", execution.id).execute();
    expect(rows).toEqual([{ project: "billing" }]);
    expect((await api.as("ann").request("GET", `/executions/${execution.id}`)).status).toBe(404);
  });
});

describe("projects", () => {
  test("an admin of main creates and lists them; an admin of another project may not", async () => {
    const created = await api.as("ann").request("POST", "/projects", { id: "shipping", name: "Shipping" });
    expect(created).toMatchObject({ status: 201, body: { id: "shipping", name: "Shipping" } });
    const again = await api.as("ann").request("POST", "/projects", { id: "shipping", name: "Other" });
    expect(again.body).toMatchObject({ status: 409, code: "PROJECT_EXISTS" });
    const items = (await api.as("ann").request("GET", "/projects")).body.items.map(({ id }: { id: string }) => id);
    expect(items).toEqual(["billing", "empty", "main", "shipping"]);
    for (const limit of ["maxStoredMegabytes", "maxOpenExecutions", "maxEventsPerMinute"])
      expect((await api.as("ann").request("PUT", "/projects/shipping", { [limit]: 1_000_001 })).body).toMatchObject({
        ...{ status: 400, code: "INVALID_INPUT", path: `/${limit}` },
      });
    for (const [method, body] of [["GET"], ["POST", { id: "mine", name: "Mine" }]] as const)
      expect((await bob(method, "/projects", body)).body).toMatchObject({ status: 403, code: "FORBIDDEN" });
    for (const id of ["", "Main", "*", "a b", "-a", "a".repeat(64)])
      expect((await api.as("ann").request("POST", "/projects", { id, name: "x" })).body.code, id).toBe("INVALID_INPUT");
  });

  test("a token of a project that does not exist may do nothing, until somebody creates it", async () => {
    const early = () => api.as("eve@later").request("POST", "/events", { a: 1 });
    expect((await early()).body).toMatchObject({ status: 403, code: "FORBIDDEN" });
    await api.as("ann").request("POST", "/projects", { id: "later", name: "Later" });
    expect((await early()).status).toBe(202);
  });

  test("the owner works in another project by the header; nobody else does, and nobody learns which there are", async () => {
    const inBilling = { "tempograph-project": "billing" };
    expect((await api.request("GET", "/viewer", undefined, inBilling)).body).toMatchObject({ project: "billing" });
    expect((await api.request("GET", `/workflows/${ids.wf}`, undefined, inBilling)).status).toBe(404);
    const unknown = await api.request("GET", "/viewer", undefined, { "tempograph-project": "nobody" });
    expect(unknown.body).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const answers = await Promise.all(
      ["main", "nobody"].map((project) =>
        api.request("GET", "/viewer", undefined, {
          ...{ authorization: `Bearer ${api.token}_bob@billing`, "tempograph-project": project },
        }),
      ),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, requestId: 0 }))).size).toBe(1);
    expect(answers[0]!.body).toMatchObject({ status: 403, code: "FORBIDDEN" });
  });
});
