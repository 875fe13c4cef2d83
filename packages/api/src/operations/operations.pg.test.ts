import type { GraphQLObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rolesThatMay } from "../access/roles.ts";
import { errorCodes } from "../app/app-error.ts";
import { schema } from "../graphql/schema.ts";
import { smallGraph } from "../test-kit/graphs.ts";
import { countRows, insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";
import { operations } from "./registry.ts";

let api: TestApi;
let workflow: string;
beforeAll(async () => {
  api = await startTestApi();
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
});
afterAll(() => api.stop());

interface Route {
  readonly operationId?: string;
  readonly "x-permission": string;
  readonly summary: string;
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Route>>>>;

/** The routes of operations. Webhooks and forms are described beside them; they have neither an operation nor a caller with a token. */
const routes = async (): Promise<readonly (readonly [string, Route])[]> => {
  const { paths } = (await api.request("GET", "/openapi.json")).body as { paths: Paths };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId !== undefined)
      .map(([method, route]) => [`${method.toUpperCase()} ${path}`, route] as const),
  );
};

describe("the registry", () => {
  const names = operations.map(({ name }) => name);

  test("names each operation once, with a permission, a summary, and errors that exist", () => {
    expect(new Set(names).size).toBe(names.length);
    const categories = new Set(Object.values(errorCodes).map(({ category }) => category));
    for (const operation of operations) {
      expect(operation.summary.length, operation.name).toBeGreaterThan(5);
      expect(rolesThatMay(operation.permission), operation.name).toContain("admin");
      if (operation.kind !== "list") for (const category of operation.errors) expect(categories).toContain(category);
      if (operation.kind === "mutation")
        expect(["read", "payloads", "known", "public"], operation.name).not.toContain(operation.permission);
    }
  });

  test("REST, and so the client, has every operation but those that only mean something in GraphQL", () => {
    const missing = operations.filter(({ rest }) => rest === undefined).map(({ name }) => name);
    // The answer of `expressionFunctions` holds the operators; `node` and `nodes` load objects again by Relay's global ids.
    expect(missing.toSorted()).toEqual(["conditionOperators", "node", "nodes"]);
  });

  test("every field of Query, Mutation and Subscription, and every list within a type, is an operation", () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const fields = roots.flatMap((type) => Object.keys(type!.getFields()));
    expect(fields.filter((field) => !names.includes(field))).toEqual([]);
    const within = operations.flatMap((one) => (one.kind === "list" && one.within !== undefined ? [one.within] : []));
    for (const place of within) {
      const [type = "", field = ""] = place.split(".");
      expect((schema.getType(type) as GraphQLObjectType).getFields()[field], place).toBeDefined();
    }
  });

  test("every route of REST is an operation, answers with the declared status, and needs a token unless it is public", async () => {
    for (const [route, described] of await routes()) {
      const operation = operations.find(({ name }) => name === described.operationId);
      expect(operation, route).toBeDefined();
      expect(described["x-permission"], route).toBe(operation!.permission);
      expect(Object.keys(described.responses).length, route).toBeGreaterThan(1);
      const [method = "", path = ""] = route.split(" ");
      const answer = await fetch(api.url + path.replace(/\{\w+\}/g, "x"), { method });
      expect(answer.status === 401, route).toBe(operation!.permission !== "public");
    }
  });
});

describe("requests", () => {
  test("an unknown query parameter is refused, because a misspelled filter would find everything", async () => {
    for (const path of ["/executions?workflowid=x", "/workflows?serach=x", "/events/x?type=y", "/viewer?a=b"])
      expect((await api.request("GET", path)).body, path).toMatchObject({
        status: 400,
        code: "INVALID_INPUT",
        path: `/${/\?(\w+)/.exec(path)![1]!}`,
        hint: expect.any(String),
      });
    expect((await api.request("POST", `/workflows/${workflow}/archive?force=true`)).status).toBe(400);
    expect((await api.request("GET", `/executions?workflow_id=${workflow}&workflowId=${workflow}`)).status).toBe(200);
  });

  test("a page length out of bounds is an error with a code, in GraphQL and REST", async () => {
    for (const length of [0, -1, 201]) {
      const { body } = await api.graphql(`{ executions(first: ${length}) { nodes { id } } }`);
      expect(body.errors[0].extensions, String(length)).toMatchObject({ code: "INVALID_INPUT", path: "/first" });
      expect((await api.request("GET", `/executions?limit=${length}`)).body).toMatchObject({ path: "/limit" });
    }
    expect((await api.graphql(`{ executions(last: 500) { nodes { id } } }`)).body.errors[0].extensions.path).toBe(
      "/last",
    );
  });

  test("lists have totalCount and order, in GraphQL and REST", async () => {
    const own = (await api.request("POST", "/workflows", { name: "counted", graph: smallGraph })).body.id as string;
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await insertExecution(api.db, own));
    const ask = `query ($f: ExecutionFilter, $after: String) { executions(filter: $f, first: 2, after: $after, order: OLDEST_FIRST) {
      totalCount totalCountCapped nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const first = (await api.graphql(ask, { f: { workflowId: own } })).body.data.executions;
    expect(first).toMatchObject({ totalCount: 5, totalCountCapped: false, nodes: [{ id: ids[0] }, { id: ids[1] }] });
    const after = first.pageInfo.endCursor as string;
    const second = (await api.graphql(ask, { f: { workflowId: own }, after })).body.data.executions;
    expect(second.nodes).toEqual([{ id: ids[2] }, { id: ids[3] }]);
    const rest = (query: string) => api.request("GET", `/executions?workflow_id=${own}&limit=2${query}`);
    const page = (await rest("&order=oldest_first&count=true")).body;
    expect(page).toMatchObject({ totalCount: 5, totalCountCapped: false, items: [{ id: ids[0] }, { id: ids[1] }] });
    expect((await rest(`&order=oldest_first&cursor=${page.nextCursor}`)).body.items).toMatchObject([
      { id: ids[2] },
      { id: ids[3] },
    ]);
    expect((await rest("")).body).not.toHaveProperty("totalCount");
    expect((await rest("&order=sideways")).body).toMatchObject({ status: 400, path: "/order" });
    // Every list can be counted, including those that are plain SQL.
    const counts = `{ workflows { totalCount } events { totalCount } approvals { totalCount } bulkJobs { totalCount } auditLog { totalCount }
      execution(id: "${ids[0]!}") { steps { totalCount } logs { totalCount } historyEvents { totalCount } reruns { totalCount } } }`;
    const { body } = await api.graphql(counts);
    expect(body.errors).toBeUndefined();
    expect(body.data.workflows.totalCount).toBeGreaterThan(1);
    expect(body.data.execution).toMatchObject({ steps: { totalCount: 0 }, historyEvents: { totalCount: 0 } });
  });

  test("every input calls the execution `id`; `executionId` still works, and both together have to agree", async () => {
    const decide = async (which: string) =>
      (
        await api.graphql(
          `mutation { approvalDecide(input: { ${which} path: "x", decision: APPROVED }) { ... on Error { code path } } }`,
        )
      ).body.data.approvalDecide;
    expect(await decide(`id: "exe_nobody"`)).toEqual({ code: "NOT_FOUND", path: "/id" });
    expect(await decide(`executionId: "exe_nobody"`)).toEqual({ code: "NOT_FOUND", path: "/executionId" });
    expect(await decide(`id: "a", executionId: "b"`)).toEqual({ code: "INVALID_INPUT", path: "/id" });
    expect(await decide("")).toEqual({ code: "INVALID_INPUT", path: "/id" });
  });

  test("an unknown field of a body is refused, because a request with a misspelled name would not do what was meant", async () => {
    const before = await countRows(api.db);
    for (const [method, path, body, field, meant] of [
      ["POST", "/executions", { workflowId: "wf_1", dta: {} }, "dta", "data"],
      ["POST", "/executions/exe_1/rerun", { fromnode: "a" }, "fromnode", "fromNode"],
      ["POST", "/simulate", { graph: smallGraph, evnt: {} }, "evnt", "event"],
      ["POST", "/workflows", { name: "a", graph: smallGraph, publsh: false }, "publsh", "publish"],
      ["PUT", "/workflows/wf_1", { naem: "a" }, "naem", "name"],
      ["POST", "/bulk/preview", { filter: { stauts: [] }, action: { kind: "cancel" } }, "filter/stauts", "status"],
    ] as const) {
      const { body: problem } = await api.request(method, path, body);
      expect(problem).toMatchObject({ status: 400, code: "INVALID_INPUT", path: `/${field}` });
      expect(problem.detail).toBe(`\`${field}\`: There is no such field.`);
      expect(problem.hint).toContain(`Did you mean "${meant}"? Use `);
    }
    const wrongType = await api.request("POST", "/workflows/validate", { graph: smallGraph, triggers: [{ id: 7 }] });
    expect(wrongType.body.detail).toBe("`triggers/0/id`: It has to be a text, but is a number.");
    expect(await countRows(api.db)).toEqual(before);
    const missing = (await api.request("POST", "/executions", { data: {} })).body;
    expect(missing).toMatchObject({ detail: "`workflowId`: It is missing.", path: "/workflowId" });

    const { body: made } = await api.request("POST", "/workflows", { name: "a", ...smallGraph, viewport: { x: 1 } });
    const { body: read } = await api.request("GET", `/workflows/${made.id}`);
    expect(await api.request("PUT", `/workflows/${made.id}`, { ...read, name: "b" })).toMatchObject({ status: 200 });
  });

  test("REST names the places of problems in the body that was sent", async () => {
    const graph = { nodes: [{ id: "a", type: "nobody" }], edges: [] };
    for (const path of ["/workflows", "/workflows/validate", "/simulate"]) {
      const { body } = await api.request("POST", path, { graph, ...(path === "/workflows" && { name: "a" }) });
      expect(body.problems).toMatchObject([{ code: "UNKNOWN_NODE_TYPE", path: "/graph/nodes/0/type" }]);
    }
  });

  test("the same Idempotency-Key makes one workflow, even ten times at once; with different content it is refused", async () => {
    const create = (body: object, key = "once") =>
      api.request("POST", "/workflows", { name: "keyed", graph: smallGraph, ...body }, { "idempotency-key": key });
    const answers = await Promise.all(Array.from({ length: 10 }, () => create({})));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ body }) => body.version)).toEqual(Array.from({ length: 10 }, () => 1));
    for (const other of [{ name: "other" }, { publish: false }, { description: "" }])
      expect((await create(other)).body).toMatchObject({ status: 409, code: "IDEMPOTENCY_CONFLICT" });
    expect((await create({}, "twice")).body.id).not.toBe(answers[0]!.body.id);
    expect((await create({ idempotencyKey: "once" }, "ignored")).body.id).toBe(answers[0]!.body.id);

    await api.request("PUT", `/workflows/${answers[0]!.body.id}`, { name: "edited" });
    expect((await create({})).body).toMatchObject({ id: answers[0]!.body.id, name: "edited" });
    expect((await create({ name: "other" })).body).toMatchObject({ status: 409, code: "IDEMPOTENCY_CONFLICT" });
  });

  test("GraphQL and REST publish a new workflow unless `publish` is false", async () => {
    const rest = (await api.request("POST", "/workflows", { name: "a", graph: smallGraph })).body;
    const create = `mutation ($graph: JSON!) { workflowCreate(input: { name: "b", graph: $graph }) {
      ... on WorkflowCreatePayload { version { number } workflow { publishedVersion { number } } } } }`;
    const { body } = await api.graphql(create, { graph: smallGraph });
    expect(rest).toMatchObject({ version: 1, publishedVersion: 1 });
    expect(body.data.workflowCreate).toEqual({ version: { number: 1 }, workflow: { publishedVersion: { number: 1 } } });
  });

  test("every answer contains the request's id, and so does every error", async () => {
    const given = await api.request("GET", "/executions/x", undefined, { "x-request-id": "mine-1" });
    expect(given.headers.get("x-request-id")).toBe("mine-1");
    expect(given.body).toMatchObject({ code: "NOT_FOUND", requestId: "mine-1" });
    const made = await api.request("GET", "/viewer", undefined, { "x-request-id": "not a sane id" });
    expect(made.headers.get("x-request-id")).toMatch(/^req_/);
    const refused = await fetch(`${api.url}/viewer`);
    expect(((await refused.json()) as { requestId: string }).requestId).toBe(refused.headers.get("x-request-id"));
    for (const query of ["{ nope }", "{ executions(first: 0) { nodes { id } } }", "{"]) {
      const { body, headers } = await api.graphql(query);
      expect(body.errors[0].extensions.requestId, query).toBe(headers.get("x-request-id"));
    }
  });
});
