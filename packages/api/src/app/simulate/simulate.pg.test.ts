import { afterAll, beforeAll, expect, test } from "vitest";
import { countRows, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  await api.stop();
});

const edge = (source: string, target: string, sourceHandle?: string) => ({
  id: `${source}-${sourceHandle ?? "out"}-${target}`,
  source,
  target,
  ...(sourceHandle && { sourceHandle }),
});
const call = (id: string, more: object = {}) => ({
  id,
  type: "http_call",
  data: { method: "GET", url: `http://127.0.0.1:9/{{ payload.id }}` },
  ...more,
});

//            ┌─ true ──▶ big ──▶ wait(2 days)
// call ─▶ is ┤
//            └─ else ──▶ small
const branching = {
  nodes: [
    call("call"),
    {
      id: "is",
      type: "branch",
      data: {
        cases: [
          { label: "big", condition: { ">": [{ var: "steps.call.total" }, 100] } },
          { label: "small", else: true },
        ],
      },
    },
    {
      id: "big",
      type: "send_notification",
      data: { toRole: "AE", message: "{{ steps.call.total }} from {{ payload.id }}" },
    },
    { id: "wait", type: "delay", data: { duration: "P2D" } },
    { id: "small", type: "send_notification", data: { toRole: "AE", message: "small" } },
  ],
  edges: [edge("call", "is"), edge("is", "big", "big"), edge("big", "wait"), edge("is", "small", "small")],
};

const simulate = async (body: object) => await api.request("POST", "/simulate", body);

test("a simulation gives the path, rendered inputs and virtual times for the given outcomes; nothing is carried out or stored", async () => {
  const before = await countRows(api.db);
  const { status, body } = await simulate({
    graph: branching,
    event: { type: "order", time: "2026-01-01T00:00:00Z", data: { id: 7 } },
    outcomes: {
      call: { failure: { code: "CRM_BUSY" }, attempts: 1, output: { total: 250 }, takesMs: 300 },
      big: { output: null },
    },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: "completed", error: null, waitingFor: [], warnings: [] });
  expect(body.taken.map((taken: { edge: string }) => taken.edge)).toEqual([
    "call-out-is",
    "is-big-big",
    "big-out-wait",
  ]);
  const steps = Object.fromEntries(body.steps.map((step: { path: string }) => [step.path, step]));
  // There are two attempts of 300 ms and the back-off of the node type's retry policy between them.
  expect(steps.call).toMatchObject({ status: "completed", attempts: 2, generated: false, startedAtMs: 0 });
  expect(steps.call.endedAtMs).toBeGreaterThanOrEqual(600);
  expect(steps.call.input.url).toBe("http://127.0.0.1:9/7");
  expect(steps.is).toMatchObject({ port: "big", attempts: 0 });
  expect(steps.big.input.message).toBe("250 from 7");
  expect(steps.wait.endedAtMs - steps.wait.startedAtMs).toBe(2 * 86_400_000);
  expect(steps.small).toMatchObject({ status: "skipped", startedAtMs: null });
  expect(body.tookMs).toBe(steps.wait.endedAtMs);
  expect(await countRows(api.db)).toEqual(before);
});

test("without an outcome the output is made up, with a warning; an outcome that is not used gives a warning, too", async () => {
  const { body } = await simulate({ graph: branching, payload: { id: 1 }, outcomes: { calll: { output: 1 } } });
  // The output that is made up has no total, and a missing path is null in a comparison of JSONLogic.
  expect(body.warnings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: "OUTCOME_MISSING", path: "call" }),
      expect.objectContaining({ code: "OUTCOME_UNUSED", path: "calll" }),
    ]),
  );
  expect(body.steps.find((step: { path: string }) => step.path === "call")).toMatchObject({ generated: true });
});

test("a failure that nothing handles fails the simulation, with the path of the step", async () => {
  const { body } = await simulate({
    graph: branching,
    payload: { id: 1 },
    outcomes: { call: { failure: { code: "HTTP_STATUS", message: "no", retryable: false } } },
  });
  expect(body).toMatchObject({
    status: "failed",
    error: { code: "HTTP_STATUS", message: "no", path: "call" },
    taken: [],
  });
});

// both ─┬▶ signal
//       └▶ ask(approval)
const waiting = {
  nodes: [
    { id: "signal", type: "wait_for_signal", data: { name: "paid-{{ payload.id }}" } },
    { id: "ask", type: "approval", data: { title: "Ship it?", approvers: ["role:finance"], timeout: "P3D" } },
    { id: "no", type: "transform", data: { output: "late" } },
  ],
  edges: [edge("ask", "no", "timeout")],
};

test("steps whose result the script does not give are listed: what they wait for, and until when", async () => {
  const graph = { nodes: waiting.nodes.slice(0, 1), edges: [] };
  const { body } = await simulate({ graph, payload: { id: 5 } });
  expect(body).toMatchObject({
    status: "waiting",
    waitingFor: [{ path: "signal", nodeId: "signal", kind: "signal", name: "paid-5", untilMs: null }],
  });
});

test("signals, decisions and time-outs come at their virtual times; a refused decision gives a warning", async () => {
  const graph = {
    nodes: [{ id: "s", type: "start", data: {} }, ...waiting.nodes],
    edges: [edge("s", "signal"), edge("s", "ask"), ...waiting.edges],
  };
  const signals = [{ name: "paid-5", payload: { eur: 3 }, afterMs: 1_000 }];
  const decided = await simulate({
    graph,
    payload: { id: 5 },
    signals,
    decisions: [
      { path: "ask", decision: "rejected", by: "mallory", afterMs: 500 },
      { path: "ask", decision: "approved", by: { name: "kim", roles: ["finance"] }, afterMs: 3_600_000 },
    ],
  });
  expect(decided.body).toMatchObject({ status: "completed", tookMs: 3_600_000 });
  expect(decided.body.warnings).toMatchObject([
    { code: "OPERATION_REFUSED", message: expect.stringContaining("NOT_AUTHORISED") },
  ]);
  expect(decided.body.steps.find((step: { path: string }) => step.path === "ask")).toMatchObject({ port: "approved" });
  const late = await simulate({ graph, payload: { id: 5 }, signals });
  expect(late.body).toMatchObject({ status: "completed", tookMs: 3 * 86_400_000 });
  expect(late.body.steps.find((step: { path: string }) => step.path === "no")).toMatchObject({ status: "completed" });
});

test("the results of a called workflow, an event and a lock come at the times of their outcomes", async () => {
  const graph = {
    nodes: [
      { id: "called", type: "call_workflow", data: { workflow: "Billing", data: {} } },
      { id: "event", type: "wait_for_event", data: { eventType: "paid", timeout: "PT1H" } },
      { id: "lock", type: "lock", data: { key: "k" } },
      { id: "inside", type: "transform", data: { output: "{{ steps.called.output.eur }}" }, parentId: "lock" },
    ],
    edges: [edge("called", "event"), edge("event", "lock")],
  };
  const event = { id: "e", type: "paid", source: "s", time: "2026-01-01T00:00:00.000Z", data: {} };
  const outcomes = {
    called: { output: { eur: 9 }, takesMs: 1_000 },
    event: { output: event, takesMs: 2_000 },
    lock: { takesMs: 500 },
  };
  const { body } = await simulate({ graph, payload: {}, outcomes });
  expect(body).toMatchObject({ status: "completed", tookMs: 3_500, warnings: [] });
  const steps = Object.fromEntries(body.steps.map((step: { path: string }) => [step.path, step]));
  expect(steps.called).toMatchObject({ output: { status: "completed", output: { eur: 9 } } });
  expect(steps["lock/inside"]).toMatchObject({ output: 9 });

  const late = await simulate({
    graph,
    payload: {},
    outcomes: { ...outcomes, event: { output: event, takesMs: 7_200_000 } },
  });
  expect(late.body.steps.find((step: { path: string }) => step.path === "event")).toMatchObject({ port: "timeout" });
  const failed = await simulate({ graph, payload: {}, outcomes: { called: { failure: { code: "X" } } } });
  expect(failed.body).toMatchObject({ status: "failed", error: { code: "CALLED_WORKFLOW_FAILED" } });
  const alone = await simulate({ graph, payload: {}, outcomes: { called: { output: {} } } });
  expect(alone.body.taken.map((taken: { target: string }) => taken.target)).toEqual(["event"]);
});

test("loops have a step for each round; outcomes by path take precedence over outcomes by node", async () => {
  const graph = {
    nodes: [
      { id: "each", type: "for_each", data: { items: "{{ payload.ids }}" } },
      call("get", { parentId: "each", data: { method: "GET", url: "http://127.0.0.1:9/{{ item }}" } }),
    ],
    edges: [],
  };
  const { body } = await simulate({
    graph,
    payload: { ids: ["a", "b", "c"] },
    outcomes: { get: { output: "node", takesMs: 10 }, "each[1]/get": { output: "path", takesMs: 10 } },
  });
  expect(body).toMatchObject({ status: "completed", tookMs: 30, output: { each: { count: 3 } } });
  const visits = body.steps.filter((step: { nodeId: string }) => step.nodeId === "get");
  expect(
    visits.map((step: { path: string; output: string; input: { url: string } }) => [
      step.path,
      step.output,
      step.input.url,
    ]),
  ).toEqual([
    ["each[0]/get", "node", "http://127.0.0.1:9/a"],
    ["each[1]/get", "path", "http://127.0.0.1:9/b"],
    ["each[2]/get", "node", "http://127.0.0.1:9/c"],
  ]);
});

//        ┌─ catch ───▶ sorry
// guard ─┤
//        └─ finally ─▶ always          guard holds: book (compensated by unbook) ─▶ pay
test("the path contains the edges that a try takes for a caught failure and always, and the steps that it compensates", async () => {
  const graph = {
    nodes: [
      { id: "guard", type: "try", data: { compensate: "onFail" } },
      call("book", { parentId: "guard", settings: { compensate: "unbook" } }),
      call("unbook", { parentId: "guard" }),
      call("pay", { parentId: "guard" }),
      { id: "sorry", type: "transform", data: { output: "{{ steps.guard.error.code }}" } },
      { id: "always", type: "transform", data: { output: 1 } },
    ],
    edges: [edge("book", "pay"), edge("guard", "sorry", "catch"), edge("guard", "always", "finally")],
  };
  const outcomes = {
    book: { output: 1, takesMs: 10 },
    unbook: { output: 2, takesMs: 20 },
    pay: { failure: { code: "NO_MONEY", retryable: false }, takesMs: 30 },
  };
  const { body } = await simulate({ graph, payload: { id: 1 }, outcomes });
  expect(body).toMatchObject({ status: "completed", warnings: [], tookMs: 60, output: { sorry: "NO_MONEY" } });
  expect(body.taken.map((taken: { target: string }) => taken.target).toSorted()).toEqual(["always", "pay", "sorry"]);
  const paths = body.steps.map(({ path, status }: { path: string; status: string }) => `${path} ${status}`);
  expect(paths).toEqual(
    expect.arrayContaining(["guard/pay failed", "guard/book!unbook completed", "always completed"]),
  );
});

test("an endless simulation ends at its bound and returns what happened until then", async () => {
  const endless = {
    nodes: [
      { id: "loop", type: "while", data: { condition: true, maxRounds: 1_000_000 } },
      { id: "wait", type: "delay", data: { ms: 1_000 }, parentId: "loop" },
    ],
    edges: [],
  };
  const steps = await simulate({ graph: endless, payload: {}, maxSteps: 500 });
  expect(steps.body).toMatchObject({
    status: "stopped",
    error: { code: "SIMULATION_LIMIT", hint: expect.any(String) },
  });
  expect(steps.body.steps.length).toBeGreaterThan(100);
  const time = await simulate({ graph: endless, payload: {}, maxVirtualMs: 60_000 });
  expect(time.body).toMatchObject({ status: "stopped", error: { message: expect.stringContaining("60000 ms") } });
  expect(time.body.tookMs).toBeLessThanOrEqual(60_000);
  const machine = {
    nodes: [endless.nodes[0], { ...endless.nodes[1], type: "transform", data: { output: 1 } }],
    edges: [],
  };
  const busy = await simulate({ graph: machine, payload: {} });
  expect(busy.body).toMatchObject({ status: "stopped", error: { code: "SIMULATION_LIMIT" } });
});

test("a workflow's draft and versions can be simulated, with its triggers; a graph with errors is refused with its problems", async () => {
  const graph = (text: string) => ({ nodes: [{ id: "t", type: "transform", data: { output: text } }], edges: [] });
  const made = await api.request("POST", "/workflows", {
    name: "w",
    trigger: { "==": [{ var: "n" }, 1] },
    graph: graph("one"),
  });
  const workflowId = made.body.id as string;
  await api.request("PUT", `/workflows/${workflowId}`, { graph: graph("draft"), publish: false });
  const version = await simulate({ workflowId, version: 1, payload: { n: 1 } });
  expect(version.body).toMatchObject({ output: { t: "one" }, trigger: { matched: true, id: "trigger0" } });
  const draft = await simulate({ workflowId, payload: { n: 2 } });
  expect(draft.body).toMatchObject({ output: { t: "draft" }, trigger: { matched: false } });

  expect(await simulate({ workflowId, version: 9 })).toMatchObject({
    status: 404,
    body: { code: "VERSION_NOT_PUBLISHED" },
  });
  expect(await simulate({ workflowId: "wf_no" })).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
  const broken = { nodes: [{ id: "x", type: "nope", data: {} }], edges: [edge("x", "y")] };
  const refused = await simulate({ graph: broken });
  expect(refused).toMatchObject({ status: 422, body: { code: "INVALID_GRAPH" } });
  expect(refused.body.problems.map((problem: { code: string }) => problem.code)).toContain("UNKNOWN_NODE_TYPE");
});

test.each([
  ["/graph", {}],
  ["/graph", { graph: branching, workflowId: "wf_x" }],
  ["/event", { graph: branching, event: [] }],
  ["/event/time", { graph: branching, event: { time: "yesterday" } }],
  ["/outcomes", { graph: branching, outcomes: [] }],
  ["/outcomes/a~1b/out", { graph: branching, outcomes: { "a/b": { out: 1 } } }],
  ["/outcomes/call/failure/code", { graph: branching, outcomes: { call: { failure: {} } } }],
  ["/outcomes/call/takesMs", { graph: branching, outcomes: { call: { takesMs: -1 } } }],
  ["/signals/0/name", { graph: branching, signals: [{}] }],
  ["/operations/0/operation/name", { graph: branching, operations: [{ operation: { name: "explode" } }] }],
  ["/maxSteps", { graph: branching, maxSteps: 0 }],
])("what cannot be meant is refused with its place: %s", async (path, body) => {
  expect(await simulate(body)).toMatchObject({ status: 400, body: { code: "INVALID_INPUT", path } });
});

test("a simulation over GraphQL", async () => {
  const { body } = await api.graphql(
    `query ($input: SimulateInput!) { simulate(input: $input) {
      ... on Simulation { status output tookMs taken { edge port } steps { path status attempts failure { code } } warnings { code path } waitingFor { kind } trigger { matched } }
      ... on Error { code message path }
    } }`,
    {
      input: {
        graph: branching,
        payload: { id: 1 },
        outcomes: [
          { at: "call", output: { total: 1 }, failure: { code: "BUSY" }, attempts: 1, takesMs: 5 },
          { at: "small", output: null },
        ],
      },
    },
  );
  expect(body.data.simulate).toMatchObject({ status: "COMPLETED", warnings: [], trigger: null });
  expect(body.data.simulate.taken.map((taken: { edge: string }) => taken.edge)).toEqual([
    "call-out-is",
    "is-small-small",
  ]);
});

test("what conditions know beside the event is given; what is not given is missing, and not false", async () => {
  const lookup = { node: "http_call", input: { url: "https://crm.example.com" }, as: "crm" };
  const trigger = {
    ...{ id: "t", condition: "{{ payload.n > 1 && state.seen == null && lookup.crm.tier == 'gold' }}" },
    when: { state: ["seen"], lookup, history: { noneWithin: "1h" } },
  };
  const graph = { nodes: [{ id: "t", type: "transform", data: { output: 1 } }], edges: [] };
  const triggerOf = async (known: unknown, n = 2) =>
    (await simulate({ graph, triggers: [trigger], payload: { n }, known })).body.trigger;
  const missing = { matched: false, id: "t", problem: null };
  const state = { seen: null };
  expect(await triggerOf(undefined)).toEqual({ ...missing, missing: ["state.seen"] });
  expect(await triggerOf({ state })).toEqual({ ...missing, missing: ["lookup.crm"] });
  const gold = { state, lookup: { crm: { tier: "gold" } } };
  const matched = { matched: true, id: "t", problem: null };
  expect(await triggerOf(gold)).toEqual({ ...matched, missing: ["history"] });
  expect(await triggerOf({ ...gold, ranBefore: false })).toEqual({ ...matched, missing: [] });
  const not = { matched: false, id: null, problem: null, missing: [] };
  expect(await triggerOf({ ...gold, ranBefore: true })).toEqual(not);
  expect(await triggerOf({ state, lookup: { crm: { tier: "silver" } } })).toEqual(not);
  expect(await triggerOf(undefined, 1)).toEqual(not);
  expect((await simulate({ graph, known: { state: [] } })).body).toMatchObject({
    code: "INVALID_INPUT",
    path: "/known/state",
  });
});
