import { jsonb } from "@tempograph/db";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { waitFor, whileLocked } from "@tempograph/testing";
import { smallGraph } from "./test-kit/graphs.ts";
import { insertExecution, startTestApi, type Answer, type TestApi } from "./test-kit/start-test-api.ts";

/** What each attack was before it was bounded: the API stood still for seconds to minutes, for everybody (I14). */
let api: TestApi;
let slowBody: Promise<string>;
beforeAll(async () => {
  api = await startTestApi({
    limits: { wrongTokens: 60, subscriptions: 20, refusals: 10 },
    tokens: { vi: ["viewer"], flood: ["viewer"], "other@billing": ["viewer"] },
  });
  // Its time-out takes long, so it runs beside the other attacks.
  slowBody = sendSlowly();
});
afterAll(() => api.stop());

/** Does something while /ready is asked again and again. Every answer has to be good. */
async function whileReady<Value>(work: () => Promise<Value>): Promise<Value> {
  let isDone = false;
  const asking = (async () => {
    do expect((await fetch(`${api.url}/ready`)).status).toBe(200);
    while (!isDone);
  })();
  try {
    return await work();
  } finally {
    isDone = true;
    await asking;
  }
}

const graphOf = (...nodes: object[]) => ({
  nodes: [{ id: "start", type: "start" }, ...nodes],
  edges: nodes.map((node) => ({
    id: `to-${(node as { id: string }).id}`,
    source: "start",
    target: (node as { id: string }).id,
  })),
});
const approval = (form: object) => graphOf({ id: "ask", type: "approval", data: { form } });

test("a form whose pattern takes RegExp exponential time: the decision is checked at once", async () => {
  const simulate = (why: string) =>
    whileReady(() =>
      api.as("vi").request("POST", "/simulate", {
        graph: approval({ properties: { why: { pattern: "^a*a*a*a*a*a*b$" } } }),
        payload: {},
        decisions: [{ path: "ask", decision: "approved", data: { why } }],
      }),
    );
  const refused = await simulate("a".repeat(3_000));
  expect(refused).toMatchObject({ status: 200, body: { status: "waiting" } });
  expect(refused.body.warnings[0].message).toContain("FORM_INVALID: The data does not fit the approval's form");
  expect((await simulate(`${"a".repeat(3_000)}b`)).body.status).toBe("completed");
});

test.each([
  ["{ × 160,000", "{".repeat(160_000)],
  ["{{ × 50,000", "{{".repeat(50_000)],
  ['{{ "\\" × 80,000', `{{ "${'\\"'.repeat(80_000)}`],
])("the scan for secrets reads %s once", async (_, text) => {
  const graph = graphOf({ id: "set", type: "set", data: { values: { text } } });
  const { status, body } = await whileReady(() => api.as("vi").request("POST", "/workflows/validate", { graph }));
  expect(status).toBe(200);
  expect(body.publishable).toBe(false);
});

test.each([12, 19, 40])("a form of %i levels that doubles at each is a problem at save", async (levels) => {
  const $defs: Record<string, object> = { [`l${levels}`]: { type: "string" } };
  for (let level = 0; level < levels; level += 1) {
    const next = { $ref: `#/$defs/l${level + 1}` };
    $defs[`l${level}`] = { anyOf: [next, next] };
  }
  const graph = approval({ $ref: "#/$defs/l0", $defs });
  const { status, body } = await whileReady(() => api.request("POST", "/workflows", { name: "doubling", graph }));
  expect({ status, code: body.code, problem: body.problems?.[0].code }).toEqual({
    status: 422,
    code: "INVALID_GRAPH",
    problem: "FORM_SCHEMA_INVALID",
  });
});

test("a graph of 10,000 nodes is checked beside other requests", async () => {
  const nodes = Array.from({ length: 9_999 }, (_, index) => ({ id: `n${index}`, type: "set", data: {} }));
  const answers = await whileReady(() =>
    Promise.all([1, 2].map(() => api.request("POST", "/workflows/validate", { graph: { ...graphOf(), nodes } }))),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test("35,000 ids of nodes cost what loading them costs", async () => {
  const nodes = (count: number) =>
    api.graphql("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {
      ids: Array.from({ length: count }, () => "V29ya2Zsb3c6d2ZfMQ=="),
    });
  expect((await whileReady(() => nodes(35_000))).body.errors[0].extensions.code).toBe("QUERY_TOO_EXPENSIVE");
  expect((await nodes(300)).status).toBe(200);
});

const ids = Array.from({ length: 500 }, () => '"wf_1"').join(" ");
const steps = (args: string) => `executions(${args}) { nodes { steps(${args}) { nodes { path status type } } } }`;
test.each([
  ["ids that are the default of a variable", `query ($ids: [ID!]! = [${ids}]) { nodes(ids: $ids) { id } }`],
  ["a length that is the default of a variable", `query ($many: Int = 200) { ${steps("first: $many")} }`],
  ["a short `last` before `first`", `{ ${steps("last: 1, first: 200")} }`],
  ["a `first` of null before `last`", `{ ${steps("first: null, last: 200")} }`],
])("%s costs what is loaded", async (_what, query) => {
  expect((await api.graphql(query)).body.errors?.[0].extensions.code).toBe("QUERY_TOO_EXPENSIVE");
});

test("a page of large rows is shorter, and the next one goes on where it ends", async () => {
  const text = "x".repeat(900_000);
  for (let index = 0; index < 3; index += 1)
    expect((await api.request("POST", "/events?type=large", { index, text })).status).toBeLessThan(300);
  const first = (await api.request("GET", "/events?type=large&limit=10")).body;
  const second = (
    await api.request("GET", `/events?type=large&limit=10&cursor=${encodeURIComponent(first.nextCursor)}`)
  ).body;
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);

  const page = async (args: string) =>
    (
      await api.graphql(
        `{ events(filter: { type: "large" }, ${args}) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
      )
    ).body.data.events;
  const forward = await page("first: 10");
  expect([forward.nodes.length, forward.pageInfo.hasNextPage]).toEqual([2, true]);
  expect((await page(`first: 10, after: "${forward.pageInfo.endCursor}"`)).nodes).toHaveLength(1);
  const backward = await page("last: 10");
  expect([backward.nodes.length, backward.pageInfo.hasPreviousPage]).toEqual([2, true]);
  expect((await page(`last: 10, before: "${backward.pageInfo.startCursor}"`)).nodes).toHaveLength(1);
});

test("rows that an answer does not show are loaded within a limit: lists, and what is loaded by id", async () => {
  const workflow = (await api.request("POST", "/workflows", { name: "large", graph: smallGraph })).body.id;
  const ids: string[] = [];
  for (let index = 10; index < 55; index += 1) {
    const id = `evt_random${index}`;
    const data = jsonb({ text: randomBytes(450_000).toString("hex") });
    const event = { id, type: "random", source: "s", time: new Date(), data, fingerprint: "f" };
    await api.db.insertInto("events").values(event).execute();
    const execution = await insertExecution(api.db, workflow);
    await api.db.updateTable("executions").set({ event_id: id }).where("id", "=", execution).execute();
    ids.push(id);
  }
  const list = `events(filter: { type: "random" }, first: 12) { nodes { id } }`;
  const lists = (times: number) => {
    const aliased = Array.from({ length: times }, (_, index) => `e${index}: ${list}`);
    return api.as("vi").graphql(`{ ${aliased.join(" ")} }`);
  };
  const few = await lists(3);
  expect(few.body.errors).toBeUndefined();
  expect(few.body.data.e0.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.toReversed().slice(0, 2));
  expect((await whileReady(() => lists(20))).body.errors[0].extensions.code).toBe("QUERY_TOO_EXPENSIVE");

  const byId = (first: number) =>
    api
      .as("vi")
      .graphql(`{ executions(filter: { workflowId: "${workflow}" }, first: ${first}) { nodes { event { id } } } }`);
  const found = (await byId(12)).body.data.executions.nodes.map(({ event }: { event: { id: string } }) => event.id);
  expect(found).toEqual(ids.toReversed().slice(0, 12));
  expect((await whileReady(() => byId(45))).body.errors[0].extensions.code).toBe("QUERY_TOO_EXPENSIVE");
});

test("an answer with large values in many places is refused, and one within the limit is not", async () => {
  const events = (index: number) => `e${index}: events(filter: { type: "large" }, first: 6) { nodes { data } }`;
  const ask = (times: number) =>
    api.graphql(`{ ${Array.from({ length: times }, (_, index) => events(index)).join(" ")} }`);
  expect((await ask(2)).body.errors).toBeUndefined();
  const { body } = await whileReady(() => ask(10));
  expect(body.errors[0].extensions.code).toBe("QUERY_TOO_EXPENSIVE");
});

test("3,000 wrong tokens: after the limit each is told to wait, the right one works", { timeout: 60_000 }, async () => {
  const wrong: Response[] = [];
  await whileReady(async () => {
    for (let round = 0; round < 30; round += 1)
      wrong.push(
        ...(await Promise.all(
          Array.from({ length: 100 }, () => {
            const token = `tg_${randomBytes(32).toString("base64url")}`;
            return fetch(`${api.url}/executions`, { headers: { authorization: `Bearer ${token}` } });
          }),
        )),
      );
  });
  const statuses = wrong.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(60);
  expect(statuses.filter((status) => status === 429)).toHaveLength(2_940);
  const told = wrong.find(({ status }) => status === 429)!;
  expect(Number(told.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await told.json()).toMatchObject({ code: "TOO_MANY_REQUESTS", retryable: true });
  expect((await api.request("GET", "/executions")).status).toBe(200);
});

describe("what a token's roles do not allow", () => {
  const attempts = () => api.db.selectFrom("audit_log").select("id").where("actor", "=", "flood").execute();
  const flood = (times: number) =>
    Promise.all(Array.from({ length: times }, () => api.as("flood").request("POST", "/executions/exe_1/pause")));

  test("while rows of one project's audit log wait for each other, other projects are served", async () => {
    let flooded: ReturnType<typeof flood>;
    await whileLocked(api.databaseUrl, "audit_chains", async (waiting) => {
      flooded = flood(30);
      await waitFor(async () => (await waiting()) > 0);
      await whileReady(async () => {
        for (let times = 0; times < 20; times += 1)
          expect((await api.as("other@billing").request("GET", "/executions")).status).toBe(200);
      });
      expect(await waiting()).toBe(1);
    });
    const statuses = (await flooded!).map(({ status }) => status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect(await attempts()).toHaveLength(10);
  });

  test("after the limit each attempt is told to wait and leaves no row; what the roles allow works meanwhile", async () => {
    const [refused] = await flood(1);
    expect(refused).toMatchObject({ status: 429, body: { code: "TOO_MANY_REQUESTS", retryable: true } });
    expect(Number(refused!.headers.get("retry-after"))).toBeGreaterThan(0);
    const pause = `mutation { executionPause(input: { id: "exe_1" }) { __typename ... on Error { code } } }`;
    expect(JSON.stringify((await api.as("flood").graphql(pause)).body)).toContain("TOO_MANY_REQUESTS");
    expect(await attempts()).toHaveLength(10);
    expect((await api.as("flood").request("GET", "/executions")).status).toBe(200);
  });
});

describe("searches that take long", () => {
  // Nothing fits, so that only the lock makes a search long, and not the large rows that other tests have left.
  const filter = { text: "needle", createdAfter: "2100-01-01T00:00:00Z" };
  const search = () => api.request("GET", `/executions?${String(new URLSearchParams(filter))}`);

  test("hold one connection to Postgres and not all of them: other projects are served, and after a number each is told to wait", async () => {
    let flooded: Promise<Answer[]>;
    await whileLocked(api.databaseUrl, "events", async (waiting) => {
      flooded = Promise.all(Array.from({ length: 30 }, search));
      await waitFor(async () => (await waiting()) > 0);
      await whileReady(async () => {
        for (let times = 0; times < 20; times += 1)
          expect((await api.as("other@billing").request("GET", "/workflows")).status).toBe(200);
      });
      expect(await waiting()).toBe(1);
    });
    const statuses = (await flooded!).map(({ status }) => status);
    // One was looked for, and twenty waited. A machine that is slow may have ended the first.
    expect(statuses.filter((status) => status === 429)).toHaveLength(9);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(20);
  });

  test("are ended, and say how to search less; so is the search of a bulk job", { timeout: 60_000 }, async () => {
    await whileLocked(api.databaseUrl, "events", async () => {
      const tooExpensive = { status: 422, body: { code: "INPUT_TOO_EXPENSIVE" } };
      expect(await search()).toMatchObject(tooExpensive);
      const job = { filter, action: { kind: "cancel" } };
      expect(await api.request("POST", "/bulk", job)).toMatchObject(tooExpensive);
    });
    expect((await search()).status).toBe(200);
  });
});

test("subscriptions of one token: after the limit each is refused, and one that ends makes place", async () => {
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
  const id = await insertExecution(api.db, workflow);
  const leave = new AbortController();
  const subscribe = (signal?: AbortSignal) =>
    fetch(`${api.url}/executions/${id}/events`, {
      headers: { authorization: `Bearer ${api.token}` },
      ...(signal && { signal }),
    });
  const first = await subscribe(leave.signal);
  const others = await whileReady(() => Promise.all(Array.from({ length: 50 }, () => subscribe())));
  const statuses = [first, ...others].map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(31);
  expect(others.find(({ status }) => status === 429)!.headers.get("retry-after")).not.toBeNull();
  leave.abort();
  await expect.poll(async () => (await subscribe()).status).toBe(200);
});

test(
  "2,000 subscriptions over WebSockets: those beyond the limit are refused one by one",
  { timeout: 60_000 },
  async () => {
    const workflow = (await api.request("POST", "/workflows", { name: "two", graph: smallGraph })).body.id;
    const id = await insertExecution(api.db, workflow);
    const query = `subscription { executionEvents(id: "${id}") { cursor } }`;
    const authorization = `Bearer ${api.token}_vi`;
    const stream = () => fetch(`${api.url}/executions/${id}/events`, { headers: { authorization } });
    const refused: { readonly code: string; readonly retryAfter?: number }[] = [];
    const sockets = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = new WebSocket(`${api.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
        await once(socket, "open");
        socket.send(JSON.stringify({ type: "connection_init", payload: { authorization } }));
        await once(socket, "message");
        socket.on("message", (data) => {
          const message = JSON.parse(String(data));
          if (message.type === "next") refused.push(message.payload.errors[0].extensions);
        });
        return socket;
      }),
    );
    await whileReady(async () => {
      for (const socket of sockets)
        for (let subscription = 0; subscription < 100; subscription += 1)
          socket.send(JSON.stringify({ type: "subscribe", id: String(subscription), payload: { query } }));
      await waitFor(() => refused.length === 1_980, { timeoutMs: 50_000 });
    });
    const each = new Set(refused.map(({ code, retryAfter }) => `${code}, again in ${retryAfter} s`));
    expect(each).toEqual(new Set(["TOO_MANY_REQUESTS, again in 5 s"]));
    expect((await stream()).status).toBe(429);
    for (const socket of sockets) socket.terminate();
    await expect.poll(async () => (await stream()).status).toBe(200);
  },
);

describe("content types", () => {
  const send = (type: string, headers: Record<string, string> = {}) =>
    api.request("POST", "/workflows/validate", '{"graph":{"nodes":[],"edges":[]}}', {
      authorization: `Bearer ${api.token}`,
      "content-type": type,
      ...headers,
    });

  test.each([
    ["application/json", 200],
    ["APPLICATION/JSON", 200],
    ["Application/Json; Charset=UTF-8", 200],
    ["application/json-evil", 415],
    ["application/jsonp", 415],
    ["application/evil+json-x", 415],
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
  ])("%s gets %i", async (type, status) => expect((await send(type)).status).toBe(status));

  test.each(["gzip", "br", "deflate, identity"])("a body compressed with %s gets 415", async (encoding) =>
    expect((await send("application/json", { "content-encoding": encoding })).status).toBe(415),
  );

  test("GraphQL reads them in the same way", async () => {
    const graphql = async (type: string): Promise<number> =>
      (
        await api.request("POST", "/graphql", '{"query":"{ viewer { name } }"}', {
          authorization: `Bearer ${api.token}`,
          "content-type": type,
        })
      ).status;
    expect(await graphql("APPLICATION/JSON")).toBe(200);
    expect(await graphql("application/json-evil")).toBe(415);
  });
});

test(
  "a body that comes slowly ends with 408 after 15 seconds, whatever the client does",
  { timeout: 60_000 },
  async () => {
    expect(await slowBody).toContain(" 408 ");
  },
);

/** Sends a byte of the body now and then, and gives the answer. */
function sendSlowly(): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    let answer = "";
    const lines = ["POST /events HTTP/1.1", `Host: ${hostname}:${port}`, `Authorization: Bearer ${api.token}`];
    socket.write([...lines, "Content-Type: application/json", "Content-Length: 1000", "", "{"].join("\r\n"));
    const trickle = setInterval(() => socket.write(" "), 500);
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("error", (error) => (answer += error.message));
    socket.on("close", () => {
      clearInterval(trickle);
      resolve(answer);
    });
  });
}
