import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { request as httpRequest } from "node:http";
import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { countRows, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

/** Sends a request with headers that a caller of fetch cannot set. */
async function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Buffer,
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest(
      api.url + path,
      { method, headers: { connection: "close", ...headers } },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

const json = { "content-type": "application/json" };
const mutation = `mutation { workflowCreate(input: { name: "x", graph: { nodes: [] } }) { __typename } }`;

describe("the token", () => {
  test.each([
    ["GET", "/workflows"],
    ["POST", "/workflows"],
    ["GET", "/workflows/x"],
    ["PUT", "/workflows/x"],
    ["DELETE", "/workflows/x"],
    ["POST", "/workflows/x/publish"],
    ["POST", "/events"],
    ["GET", "/events/x"],
    ["GET", "/executions"],
    ["GET", "/executions/x"],
    ["GET", "/executions/x/steps"],
    ["GET", "/executions/x/history"],
    ["GET", "/executions/x/events"],
    ["POST", "/executions/x/cancel"],
    ["POST", "/executions/x/terminate"],
    ["POST", "/executions/x/signal"],
    ["POST", "/executions/x/pause"],
    ["POST", "/executions/x/skip-wait"],
    ["POST", "/executions/x/rerun"],
    ["POST", "/executions/x/approvals/decide"],
    ["POST", "/executions/x/incidents/retry"],
    ["GET", "/approvals"],
    ["GET", "/audit"],
    ["GET", "/viewer"],
    ["POST", "/bulk"],
    ["GET", "/bulk/x/items"],
    ["GET", "/node-types"],
    ["POST", "/graphql"],
    ["GET", "/graphql?query={health{ok}}"],
    ["GET", "/nowhere"],
    ["POST", "/health"],
  ])("%s %s is refused without it, and with a wrong one", async (method, path) => {
    const before = await countRows(api.db);
    for (const authorization of [
      undefined,
      "",
      "Bearer",
      "Bearer ",
      "Bearer wrong",
      `Basic ${api.token}`,
      `Bearer ${api.token}x`,
      `Bearer ${api.token.slice(1)}`,
      api.token,
    ]) {
      const answer = await raw(
        method,
        path,
        { ...json, ...(authorization !== undefined && { authorization }) },
        method === "POST" || method === "PUT" ? '{"query":"{health{ok}}"}' : undefined,
      );
      expect(answer.status, authorization).toBe(401);
      expect(JSON.parse(answer.text)).toMatchObject({
        status: 401,
        code: "UNAUTHORIZED",
        hint: expect.stringContaining("Bearer"),
      });
      expect(answer.headers["www-authenticate"]).toContain("Bearer");
    }
    expect(await countRows(api.db)).toEqual(before);
  });

  test("is not needed for liveness and for pages without data of the installation, and none of them contains it", async () => {
    for (const path of [
      "/health",
      "/ready",
      "/graphiql",
      "/graphiql/boot.js",
      "/graphiql/app.js",
      "/graphiql/style.css",
      "/docs",
      "/docs/json",
      "/openapi.json",
    ]) {
      const response = await fetch(api.url + path);
      expect(response.status, path).toBe(200);
      expect((await response.text()).includes(api.token), path).toBe(false);
    }
  });

  test("is needed for introspection, which works with it", async () => {
    const body = JSON.stringify({ query: getIntrospectionQuery() });
    expect((await raw("POST", "/graphql", json, body)).status).toBe(401);
    expect((await api.request("POST", "/graphql", body)).body.data.__schema.queryType.name).toBe("Query");
  });
});

describe("pages of other sites", () => {
  const auth = () => ({ authorization: `Bearer ${api.token}` });

  test("a foreign Host is refused on loopback (DNS rebinding), whatever the path", async () => {
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "169.254.169.254"])
      for (const path of ["/health", "/graphiql", "/executions"])
        expect((await raw("GET", path, { ...auth(), host })).status, host + path).toBe(403);
    const port = new URL(api.url).port;
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
      expect((await raw("GET", "/executions", { ...auth(), host })).status, host).toBe(200);
  });

  test("a foreign Origin is refused, and no answer allows one", async () => {
    for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"]) {
      const answer = await raw("POST", "/graphql", { ...auth(), ...json, origin }, '{"query":"{health{ok}}"}');
      expect(answer.status, origin).toBe(403);
      expect(JSON.parse(answer.text).code).toBe("ORIGIN_NOT_ALLOWED");
    }
    const own = await raw("POST", "/graphql", { ...auth(), ...json, origin: api.url }, '{"query":"{__typename}"}');
    expect(own.status).toBe(200);
    expect(Object.keys(own.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    const preflight = await raw("OPTIONS", "/graphql", {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
    });
    expect(preflight.status).toBe(403);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  test("a WebSocket from a foreign Origin is refused", async () => {
    const socket = new WebSocket(`${api.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
      origin: "https://evil.example",
    });
    const error = await new Promise<Error>((resolve) => socket.on("error", resolve));
    expect(error.message).toContain("403");
  });

  test("a WebSocket message with a number that cannot be stored exactly ends the connection", async () => {
    const socket = new WebSocket(`${api.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
      headers: auth(),
    });
    await new Promise((resolve) => socket.on("open", resolve));
    socket.send('{"type": "connection_init", "payload": {"id": 1234567890123456789}}');
    expect(await new Promise((resolve) => socket.on("close", resolve))).toBe(4400);
  });

  test("bodies that pages can send without a preflight request are refused, and run nothing", async () => {
    const before = await countRows(api.db);
    const form = `query=${encodeURIComponent(mutation)}`;
    const multipart = `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: mutation })}\r\n--b--`;
    for (const [type, body] of [
      ["application/x-www-form-urlencoded", form],
      ["multipart/form-data; boundary=b", multipart],
      ["text/plain", JSON.stringify({ query: mutation })],
      ["application/graphql", mutation],
    ] as const) {
      expect((await raw("POST", "/graphql", { ...auth(), "content-type": type }, body)).status, type).toBe(415);
      expect((await raw("POST", "/workflows", { ...auth(), "content-type": type }, body)).status, type).toBe(415);
    }
    expect((await raw("POST", "/graphql", auth(), JSON.stringify({ query: mutation }))).status).toBe(415);
    expect(await countRows(api.db)).toEqual(before);
  });

  test("a body has to be UTF-8 without compression, in REST and in GraphQL", async () => {
    const before = await countRows(api.db);
    const event = JSON.stringify({ data: { name: "Zoë" } });
    const query = JSON.stringify({ query: `mutation { eventSend(input: { type: "Zoë" }) { __typename } }` });
    for (const [path, text] of [
      ["/events", event],
      ["/graphql", query],
    ] as const) {
      const sent = async (headers: Record<string, string>, body: Buffer) => {
        const { status, text: answer } = await raw("POST", path, { ...auth(), ...json, ...headers }, body);
        return [status, (JSON.parse(answer) as { code?: string }).code];
      };
      expect(await sent({ "content-encoding": "gzip" }, gzipSync(text))).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
      expect(await sent({ "content-type": "application/json; charset=utf-16" }, Buffer.from(text, "utf16le"))).toEqual([
        415,
        "UNSUPPORTED_MEDIA_TYPE",
      ]);
      expect(await sent({}, Buffer.from(text, "latin1"))).toEqual([400, "INVALID_INPUT"]);
    }
    expect(await countRows(api.db)).toEqual(before);
    const utf8 = { ...auth(), "content-type": 'application/json; charset="UTF-8"', "content-encoding": "identity" };
    expect((await raw("POST", "/events", utf8, event)).status).toBe(202);
  });

  test("GET runs only queries", async () => {
    const before = await countRows(api.db);
    expect((await api.request("GET", `/graphql?query=${encodeURIComponent(mutation)}`)).status).toBe(405);
    expect((await api.request("GET", `/graphql?query=${encodeURIComponent("{__typename}")}`)).body.data).toEqual({
      __typename: "Query",
    });
    expect(await countRows(api.db)).toEqual(before);
  });
});

describe("limits", () => {
  const repeat = (count: number, part: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => part(n)).join(" ");
  const refused: readonly [what: string, query: string, text: RegExp][] = [
    [
      "depth",
      `{ executions { nodes { event { executions { nodes { event { executions { nodes { event { executions { nodes { event { id } } } } } } } } } } } } }`,
      /levels/,
    ],
    [
      "depth through fragments",
      `{ executions { nodes { ...A } } } fragment A on Execution { event { executions { nodes { ...B } } } } fragment B on Execution { event { executions { nodes { ...C } } } } fragment C on Execution { event { executions { nodes { event { id } } } } }`,
      /levels/,
    ],
    ["aliases", `{ ${repeat(31, (n) => `a${n}: health { ok }`)} }`, /aliases/],
    [
      "aliases through a fragment",
      `{ ${repeat(11, (n) => `a${n}: health { ...F }`)} } fragment F on Health { x: ok y: ok }`,
      /aliases/,
    ],
    ["root fields", `{ ${repeat(21, () => "health { ok }")} }`, /root fields/],
    ["tokens", `{ ${repeat(2_001, () => "__typename")} }`, /token/i],
    ["cost", `{ executions(first: 200) { nodes { steps(first: 200) { nodes { id path status } } } } }`, /fields/],
    [
      "cost through a fragment in a fragment",
      `{ executions { nodes { ...A } } } fragment A on Execution { steps { nodes { ...B } } } fragment B on Step { logs(first: 200) { nodes { message level } } }`,
      /fields/,
    ],
  ];
  test.each(refused)("%s", async (_what, query, text) => {
    const { body } = await api.graphql(query);
    expect(body.data ?? null).toBe(null);
    expect(body.errors[0].message).toMatch(text);
    expect(body.errors[0].message).not.toMatch(/unexpected error happened in the API/);
  });

  test("the length of a page that is given in a variable counts", async () => {
    const query = `query ($n: Int) { executions(first: $n) { nodes { steps(first: $n) { nodes { id path status } } } } }`;
    expect((await api.graphql(query, { n: 200 })).body.errors[0].extensions).toMatchObject({
      code: "QUERY_TOO_EXPENSIVE",
      hint: expect.any(String),
    });
    expect((await api.graphql(query, { n: 10 })).body.errors).toBeUndefined();
  });

  // Spread out, these are 2^39 fields and one more, which could not be counted one by one.
  test("fragments that spread each other thousands of times are measured without spreading them", async () => {
    const bomb = `{ health { ...F0 } } ${repeat(40, (n) => `fragment F${n} on Health { ${n === 39 ? "ok" : `...F${n + 1} ...F${n + 1}`} }`)}`;
    const { body } = await api.graphql(bomb);
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining(String(2 ** 39 + 1)), extensions: { code: "QUERY_TOO_EXPENSIVE" } },
    ]);
  });

  test("a cycle of fragments and a very deep literal are answered as bad queries", async () => {
    expect(
      (await api.graphql(`{ health { ...A } } fragment A on Health { ...B } fragment B on Health { ...A }`)).body
        .errors[0].message,
    ).toMatch(/itself/);
    const deep = `{ validateGraph(graph: ${"[".repeat(50_000)}${"]".repeat(50_000)}) { publishable } }`;
    expect((await api.graphql(deep)).body.errors[0].message).toMatch(/token|deep/i);
  });

  test("batches and large bodies are refused", async () => {
    expect((await api.request("POST", "/graphql", [{ query: "{__typename}" }, { query: "{__typename}" }])).status).toBe(
      400,
    );
    const large = await api.graphql(`query ($x: String) { workflows(search: $x) { nodes { id } } }`, {
      x: "x".repeat(1024 * 1024),
    });
    expect(large).toMatchObject({ status: 413, body: { code: "PAYLOAD_TOO_LARGE" } });
  });

  test("unexpected errors are masked", async () => {
    await api.db.schema.alterTable("node_types").renameTo("elsewhere").execute();
    try {
      const { body } = await api.graphql(`{ nodeTypes { type } }`);
      expect(JSON.stringify(body)).not.toMatch(/relation|node_types|select/);
      expect(body.errors[0].message).toMatch(/unexpected error happened in the API/);
      const rest = await api.request("GET", "/node-types");
      expect(rest).toMatchObject({ status: 500, body: { code: "INTERNAL" } });
      expect(JSON.stringify(rest.body)).not.toMatch(/relation|elsewhere|select/);
    } finally {
      await api.db.schema.alterTable("elsewhere").renameTo("node_types").execute();
    }
  });
});

test("GraphiQL is served without any other host, with a strict policy, and takes the token from the URL's fragment", async () => {
  const response = await fetch(`${api.url}/graphiql`);
  const html = await response.text();
  expect(html).not.toMatch(/https?:\/\//);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  const boot = await (await fetch(`${api.url}/graphiql/boot.js`)).text();
  const headersFor = (hash: string, kept?: string) => {
    const storage = new Map(kept === undefined ? [] : [["tempograph:token", kept]]);
    const self = { tempographHeaders: "" };
    runInNewContext(boot, {
      ...{ self, URLSearchParams, location: { hash, pathname: "/graphiql", search: "" } },
      history: { replaceState: () => {} },
      sessionStorage: {
        getItem: (key: string) => storage.get(key) ?? null,
        setItem: (key: string, value: string) => storage.set(key, value),
      },
    });
    return JSON.parse(self.tempographHeaders) as object;
  };
  expect(headersFor("#token=tg_1")).toEqual({ authorization: "Bearer tg_1" });
  expect(headersFor("", "tg_1")).toEqual({ authorization: "Bearer tg_1" });
  expect(headersFor("")).toEqual({ authorization: "Bearer <token>" });
  // Who has signed in has no token, and its header would take the place of the session's cookie.
  expect(headersFor("#token=", "tg_1")).toEqual({ "tempograph-session": "graphiql" });
  const shown = await fetch(`${api.url}/graphql`, { headers: { accept: "text/html" }, redirect: "manual" });
  expect(shown.headers.get("location")).toBe("/graphiql");
});

test("the OpenAPI document names every path of REST, and the docs page uses no other host", async () => {
  const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, object>;
  };
  expect(document.openapi).toMatch(/^3\.1/);
  expect(Object.keys(document.paths).toSorted()).toEqual(
    expect.arrayContaining([
      "/events",
      "/events/{id}",
      "/executions",
      "/executions/{id}",
      "/executions/{id}/cancel",
      "/executions/{id}/events",
      "/executions/{id}/history",
      "/executions/{id}/signal",
      "/executions/{id}/steps",
      "/executions/{id}/terminate",
      "/forms/{project}/{path}",
      "/health",
      "/hooks/{project}/{path}",
      "/node-types",
      "/ready",
      "/workflows",
      "/workflows/{id}",
      "/workflows/{id}/publish",
    ]),
  );
  expect(document.paths).not.toHaveProperty("/graphql");
  const docs = await (await fetch(`${api.url}/docs`)).text();
  expect(docs).not.toMatch(/(src|href)="https?:/);
});
