import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { countRows, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const node = (id: string, type: string, data: unknown = {}) => ({ id, type, data });
const start = node("start", "start");
const edge = (id: string, source: string, target: string) => ({ id, source, target });
const notify = (message: unknown) => node("notify", "send_notification", { message });
const toNotify = [edge("e1", "start", "notify")];

/** The graphs that are sent, and the code and place that the answer has to name. */
const badGraphs: readonly [what: string, graph: unknown, code: string | RegExp, path: string | RegExp][] = [
  [
    "unknown node type",
    { nodes: [start, node("x", "no_such_type")], edges: [edge("e1", "start", "x")] },
    /NODE_TYPE/,
    /^\/nodes\/1/,
  ],
  ["edge to nowhere", { nodes: [start], edges: [edge("e1", "start", "nowhere")] }, /EDGE|NODE/, /^\/edges\/0/],
  [
    "cycle",
    {
      nodes: [start, notify("a"), node("b", "end")],
      edges: [...toNotify, edge("e2", "notify", "b"), edge("e3", "b", "notify")],
    },
    /CYCLE/,
    /^\/(edges|nodes)\//,
  ],
  ["duplicate id", { nodes: [start, notify("a"), notify("b")], edges: toNotify }, /DUPLICATE/, /^\/nodes\/2/],
  [
    "data that does not fit its schema",
    { nodes: [start, notify(7)], edges: toNotify },
    /SCHEMA|DATA|INPUT/,
    /^\/nodes\/1\/data/,
  ],
  [
    "unknown operator in a condition",
    {
      nodes: [
        start,
        node("b", "branch", { cases: [{ label: "x", condition: { shell: ["rm"] }, next: "end" }] }),
        node("end", "end"),
      ],
      edges: [edge("e1", "start", "b")],
    },
    /OPERATOR/,
    /^\/nodes\/1\/data\/cases\/0\/condition/,
  ],
  [
    "template that does not parse",
    { nodes: [start, notify("Hello {{ payload. }}")], edges: toNotify },
    /TEMPLATE|EXPRESSION/,
    /^\/nodes\/1\/data\/message/,
  ],
  [
    "path that no step can give",
    { nodes: [start, notify("Hello {{ steps.nobody.name }}")], edges: toNotify },
    /REFERENCE|STEP|PATH/,
    /^\/nodes\/1\/data\/message/,
  ],
  ["no graph at all", "nodes", /INVALID_GRAPH/, /.*/],
];

const CREATE = `mutation ($input: WorkflowCreateInput!) { workflowCreate(input: $input) { __typename
  ... on ValidationError { code message path hint problems { code severity path message hint } } } }`;

describe("graphs", () => {
  test.each(badGraphs)("GraphQL: %s", async (_what, graph, code, path) => {
    const before = await countRows(api.db);
    const { body } = await api.graphql(CREATE, { input: { name: "bad", graph, publish: true } });
    const error = body.data.workflowCreate;
    expect(error.__typename).toBe("ValidationError");
    expect(error.code).toBe("INVALID_GRAPH");
    const [first] = error.problems
      .filter((problem: { severity: string }) => problem.severity === "ERROR")
      .concat({ ...error, code: error.code });
    expect(first.code).toMatch(code);
    expect(first.path).toMatch(path);
    expect(first.message.length).toBeGreaterThan(10);
    expect(first.hint.length).toBeGreaterThan(5);
    expect(await countRows(api.db)).toEqual(before);
  });

  test.each(badGraphs.slice(0, -1))("REST: %s, with the place in the body", async (_what, graph, code, path) => {
    const before = await countRows(api.db);
    const { status, headers, body } = await api.request("POST", "/workflows", { name: "bad", graph });
    expect(status).toBe(422);
    expect(headers.get("content-type")).toContain("application/problem+json");
    const [first] = body.problems.filter((problem: { severity: string }) => problem.severity === "error");
    expect(first.code).toMatch(code);
    expect(first.path).toMatch(/^\/graph\//);
    expect(first.path.slice("/graph".length)).toMatch(path);
    expect(body).toMatchObject({ status: 422, code: "INVALID_GRAPH", path: first.path, hint: first.hint });
    expect(await countRows(api.db)).toEqual(before);
  });

  test("an unknown operator in a trigger is refused with its place", async () => {
    const { status, body } = await api.request("POST", "/workflows", {
      name: "bad",
      graph: smallGraph,
      trigger: { eval: ["1"] },
    });
    expect(status).toBe(422);
    expect(body.problems[0].code).toMatch(/OPERATOR/);
    expect(body.problems[0].path).toMatch(/^\/trigger\//);
  });
});

const SEND = `mutation ($input: EventInput!) { eventSend(input: $input) { __typename ... on Error { code path hint } } }`;

/** A value that is deeper than allowed. It is built as text, because JSON.stringify of a client would fail before. */
const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

describe("values that cannot be stored", () => {
  const bodies: readonly [what: string, text: string, status: number, code: string][] = [
    ["broken JSON", '{"lead": {"score": 90,}}', 400, "JSON_SYNTAX"],
    ["\\u0000", '{"name": "a\\u0000b"}', 400, "INVALID_INPUT"],
    ["a lone surrogate", '{"name": "\\ud800"}', 400, "INVALID_INPUT"],
    ["\\u0000 in a key", '{"a\\u0000b": 1}', 400, "INVALID_INPUT"],
    ["a number that loses digits", '{"id": 1234567890123456789}', 400, "INVALID_INPUT"],
    ["a number beyond all doubles", '{"id": [1e400]}', 400, "INVALID_INPUT"],
    ["too deep", `{"a": ${deep(100)}}`, 400, "INVALID_INPUT"],
    ["far too deep", `{"a": ${deep(200_000)}}`, 400, "INVALID_INPUT"],
    ["more values than a request may have", `{"a": [${"1,".repeat(200_001)}1]}`, 413, "PAYLOAD_TOO_LARGE"],
    ["more objects than a request may have", `{"a": [${"{},".repeat(50_001)}1]}`, 413, "PAYLOAD_TOO_LARGE"],
    ["too large", JSON.stringify({ text: "x".repeat(1024 * 1024) }), 413, "PAYLOAD_TOO_LARGE"],
    ["far too large", JSON.stringify({ text: "x".repeat(9 * 1024 * 1024) }), 413, "PAYLOAD_TOO_LARGE"],
  ];
  test.each(bodies)("REST event: %s", async (_what, text, status, code) => {
    const before = await countRows(api.db);
    const answer = await api.request("POST", "/events", text);
    expect(answer.body).toMatchObject({ status, code, hint: expect.stringMatching(/./) });
    expect(answer.status).toBe(status);
    expect(await countRows(api.db)).toEqual(before);
  });

  test("a number that cannot be stored exactly is refused with its place, in REST and in variables and literals of GraphQL", async () => {
    const before = await countRows(api.db);
    const rest = await api.request("POST", "/events", '{"data": {"id": 1234567890123456789}}');
    expect(rest.body.problems).toMatchObject([{ code: "NUMBER_INEXACT", path: "/data/id" }]);
    const variables = await api.request(
      "POST",
      "/graphql",
      `{"query": ${JSON.stringify(SEND)}, "variables": {"input": {"type": "t", "data": {"id": 1234567890123456789}}}}`,
    );
    expect(variables.body.errors[0].extensions).toMatchObject({
      code: "NUMBER_INEXACT",
      path: "/variables/input/data/id",
    });
    const literal = await api.graphql(
      `mutation { eventSend(input: { type: "t", data: { id: [1234567890123456789] } }) { __typename } }`,
      {},
    );
    expect(JSON.stringify(literal.body.errors)).toContain("1234567890123456800");
    expect(await countRows(api.db)).toEqual(before);
    const kept = await api.graphql(
      `mutation { eventSend(input: { type: "t", data: { id: [9007199254740992, 1.5, "1234567890123456789"] } }) { __typename } }`,
      {},
    );
    expect(kept.body.errors).toBeUndefined();
  });

  test.each([
    ["POST", "/workflows", '{"name": "n", "graph": {"nodes": [{"id": "a", "data": {"n": 9007199254740993}}]}}'],
    ["POST", "/simulate", '{"graph": {"nodes": []}, "payload": {"n": 9007199254740993}}'],
    ["POST", "/node-types/log/run", '{"data": {"n": 9007199254740993}}'],
    ["POST", "/executions", '{"workflowId": "wf_1", "data": {"n": 9007199254740993}}'],
    [
      "POST",
      "/executions/exe_1/approvals/decide",
      '{"path": "a", "decision": "approved", "data": {"n": 9007199254740993}}',
    ],
  ])("a number that cannot be stored exactly is refused: %s %s", async (method, path, text) => {
    const { status, body } = await api.request(method, path, text);
    expect({ status, problem: body.problems?.[0].code }).toEqual({ status: 400, problem: "NUMBER_INEXACT" });
  });

  test("the variables of a GET are read like those of a POST", async () => {
    const query = encodeURIComponent("query ($n: Int) { executions(first: $n) { nodes { id } } }");
    const get = (variables: string) =>
      api.request("GET", `/graphql?query=${query}&variables=${encodeURIComponent(variables)}`);
    expect((await get('{"n": 1}')).status).toBe(200);
    const { status, body } = await get('{"n": 9007199254740993}');
    expect({ status, code: body.errors[0].extensions.code }).toEqual({ status: 400, code: "NUMBER_INEXACT" });
  });

  test.each([
    ["in the first line", [...Buffer.from('{"a": "'), 0xff, ...Buffer.from('"}')], "line 1, column 8"],
    ["after a U+FFFD that is meant", [...Buffer.from('{"a":\n"\ufffd\ufffdé'), 0xc3, 0x28], "line 2, column 5"],
    ["cut off at the end", [...Buffer.from('{"a": "'), 0xe2, 0x82], "line 1, column 8"],
  ])("bytes that are not UTF-8, %s, are refused with their place", async (_what, bytes, place) => {
    for (const path of ["/events", "/graphql"]) {
      const answer = await fetch(api.url + path, {
        method: "POST",
        headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
        body: Buffer.from(bytes),
      });
      expect(answer.status).toBe(400);
      expect((await answer.json()).detail).toContain(place);
    }
  });

  test("GraphQL: a body with more values than a request may have, and one that is nested too deeply, are refused", async () => {
    const send = async (data: string) =>
      (
        await api.request(
          "POST",
          "/graphql",
          `{"query": ${JSON.stringify(SEND)}, "variables": {"input": {"type": "t", "data": ${data}}}}`,
        )
      ).body.errors[0].extensions.code;
    expect(await send(deep(100_000))).toBe("INPUT_TOO_DEEP");
    expect(await send(`[${"{},".repeat(50_001)}1]`)).toBe("INPUT_TOO_LARGE");
  });

  test("the error of invalid JSON names line and column", async () => {
    const { body } = await api.request("POST", "/workflows", '{\n  "name": "a",\n  "graph": }');
    expect(body.detail).toMatch(/line 3, column 12/);
    const graphql = await api.request("POST", "/graphql", '{\n  "query": nope}');
    expect(graphql.status).toBe(400);
    expect(graphql.body.errors[0].message).toMatch(/line 2/);
  });

  test.each([
    ["\\u0000 in the payload", { type: "t", data: { a: ["x", "\u0000"] } }, "/data/a/1"],
    ["a lone surrogate in the payload", { type: "t", data: { a: "\udfff" } }, "/data/a"],
    ["\\u0000 in the type", { type: "t\u0000" }, "/type"],
    ["no type", { type: " " }, "/type"],
    ["a type that is too long", { type: "t".repeat(300) }, "/type"],
    ["a key that is too long", { type: "t", idempotencyKey: "k".repeat(2000) }, "/idempotencyKey"],
  ])("GraphQL event: %s", async (_what, input, path) => {
    const before = await countRows(api.db);
    const { body } = await api.graphql(SEND, { input });
    expect(body.data.eventSend).toMatchObject({ __typename: "ValidationError", code: "INVALID_INPUT", path });
    expect(body.data.eventSend.hint.length).toBeGreaterThan(5);
    expect(await countRows(api.db)).toEqual(before);
  });

  test("\\u0000 in a filter, an id or a cursor finds nothing and causes no internal error", async () => {
    const nul = "a\u0000b";
    const { body } = await api.graphql(
      `query ($s: String!, $i: ID!) { workflows(search: $s) { nodes { id } } workflow(id: $i) { id } execution(id: $i) { id } event(id: $i) { id }
        node(id: $i) { id } executions(filter: { workflowId: $i }) { nodes { id } } events(filter: { type: $s }) { nodes { id } } }`,
      { s: nul, i: nul },
    );
    expect(body.errors).toBeUndefined();
    expect(body.data).toMatchObject({
      workflow: null,
      execution: null,
      event: null,
      node: null,
      workflows: { nodes: [] },
    });
    expect((await api.request("GET", "/executions?workflow_id=a%00b")).status).toBe(400);
    expect((await api.request("GET", "/workflows/a%00b")).status).toBe(404);
    expect((await api.request("GET", "/executions/a%00b/steps")).status).toBe(404);
    expect((await api.request("GET", "/executions?cursor=nonsense")).body).toMatchObject({
      code: "INVALID_INPUT",
      path: "/cursor",
    });
    const forged = Buffer.from("k:drop table").toString("base64url");
    expect((await api.request("GET", `/executions?cursor=${forged}`)).body).toMatchObject({
      code: "INVALID_INPUT",
      path: "/cursor",
    });
    expect(
      (await api.graphql(`{ events(after: "${forged}") { nodes { id } } }`)).body.errors[0].extensions,
    ).toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("things that do not exist", () => {
  test("an unknown workflow and an unpublished version", async () => {
    const publish = `mutation ($input: WorkflowPublishInput!) { workflowPublish(input: $input) { __typename ... on Error { code message path hint } ... on WorkflowPublishPayload { workflow { id } } } }`;
    expect((await api.graphql(publish, { input: { id: "wf_nobody" } })).body.data.workflowPublish).toMatchObject({
      __typename: "NotFoundError",
      code: "NOT_FOUND",
      path: "/id",
    });
    const { body } = await api.request("POST", "/workflows", { name: "one", graph: smallGraph });
    const before = await countRows(api.db);
    expect(
      (await api.graphql(publish, { input: { id: body.id, version: 9 } })).body.data.workflowPublish,
    ).toMatchObject({ code: "VERSION_NOT_PUBLISHED", path: "/version" });
    expect((await api.request("GET", `/workflows/${body.id}/versions/9`)).body).toMatchObject({
      status: 404,
      code: "VERSION_NOT_PUBLISHED",
    });
    expect((await api.request("GET", `/workflows/${body.id}/versions/99999999999`)).status).toBe(404);
    expect((await api.request("GET", `/workflows/${body.id}/versions/x`)).status).toBe(404);
    const version = `query ($id: ID!) { workflowVersion(workflowId: $id, version: 9) { __typename ... on Error { code } } }`;
    expect((await api.graphql(version, { id: body.id })).body.data.workflowVersion).toEqual({
      __typename: "NotFoundError",
      code: "VERSION_NOT_PUBLISHED",
    });
    expect(await countRows(api.db)).toEqual(before);
    for (const [method, path] of [
      ["GET", ""],
      ["PUT", ""],
      ["DELETE", ""],
      ["POST", "/publish"],
      ["POST", "/archive"],
      ["GET", "/versions"],
    ] as const)
      expect(
        (await api.request(method, `/workflows/wf_nobody${path}`, method === "PUT" ? { name: "x" } : undefined)).body,
        method + path,
      ).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });

  test("bodies without the required form are refused", async () => {
    for (const body of [
      [],
      "text",
      7,
      { name: 7 },
      { name: "" },
      { name: "a", graph: smallGraph, publish: "yes" },
      { name: "x".repeat(500), graph: smallGraph },
    ]) {
      const answer = await api.request("POST", "/workflows", JSON.stringify(body));
      expect(answer.body, JSON.stringify(body)).toMatchObject({ status: 400, code: "INVALID_INPUT" });
    }
    expect((await api.request("GET", "/workflows?limit=1000")).body).toMatchObject({
      code: "INVALID_INPUT",
      path: "/limit",
    });
    expect((await api.request("GET", "/executions?status=nope")).body).toMatchObject({
      code: "INVALID_INPUT",
      path: "/status",
    });
    expect((await api.request("GET", "/nowhere")).body).toMatchObject({ status: 404, code: "NOT_FOUND" });
  });
});

test("an object with very many unknown fields is refused for the first one, in its place", async () => {
  const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, 1]));
  const triggers = [{ event_type: "order.paid" }, { event_type: "order.paid", ...unknown }];
  const answer = await api.request("POST", "/workflows/validate", { graph: smallGraph, triggers });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: "INVALID_INPUT", path: "/triggers/1/k0", detail: "`triggers/1/k0`: There is no such field." },
  });
});
