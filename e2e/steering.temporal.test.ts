import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { waitFor } from "@tempograph/testing";
import { chain, startSteeredStack, type SteeredStack, type Who } from "./support/start-steered-stack.ts";

// Operations on executions through the API, with the real interpreter.

let steered: SteeredStack;
let { calls, bodies, broken, rest, step, stepIs, call, run, ends } = {} as SteeredStack;
beforeAll(async () => {
  steered = await startSteeredStack();
  ({ calls, bodies, broken, rest, step, stepIs, call, run, ends } = steered);
}, 120_000);
afterAll(() => steered?.stop(), 30_000);
beforeEach(() => steered.forget());

const EVERYTHING: readonly [string, object][] = [
  ["pause", {}],
  ["resume", {}],
  ["skip-wait", { path: "wait" }],
  ["approvals/decide", { path: "ask", decision: "approved" }],
  ["incidents/retry", { path: "a" }],
  ["incidents/skip", { path: "a" }],
  ["incidents/fail", { path: "a" }],
  ["cancel", {}],
  ["terminate", {}],
  ["signal", { name: "go" }],
];

//  wait(1 h) ─▶ after
test("pause delays new side effects, skipWait ends a wait and resume continues; a repeated request has no further effect", async () => {
  const [id = ""] = await run(
    [{ id: "wait", type: "delay", data: { duration: "1h" } }, call("after")],
    chain("wait", "after"),
  );
  await stepIs(id, "wait", "waiting");
  const pause = () => rest("POST", `/executions/${id}/pause`, { idempotencyKey: "k1" }, "olga");
  expect((await pause()).status).toBe(202);
  // Repeat the same request: Temporal knows the Update, so nothing is refused.
  expect((await pause()).status).toBe(202);
  expect((await rest("POST", `/executions/${id}/pause`)).body).toMatchObject({
    status: 409,
    code: "ALREADY_PAUSED",
    hint: expect.any(String),
  });
  // The keys of a caller are its own: nobody gets an answer, and a row in the audit log, for what somebody else has done.
  expect((await rest("POST", `/executions/${id}/pause`, { idempotencyKey: "k1" })).body).toMatchObject({
    code: "ALREADY_PAUSED",
  });
  // The same key with a different operation is a different request.
  expect(
    (await rest("POST", `/executions/${id}/skip-wait`, { path: "wait", idempotencyKey: "k1" }, "olga")).status,
  ).toBe(202);
  await stepIs(id, "wait", "completed");
  expect((await rest("POST", `/executions/${id}/skip-wait`, { path: "wait" })).body).toMatchObject({
    status: 409,
    code: "ALREADY_DECIDED",
    path: "/path",
  });
  expect((await rest("POST", `/executions/${id}/skip-wait`, { path: "nobody" })).body).toMatchObject({
    status: 404,
    code: "PATH_UNKNOWN",
    path: "/path",
  });
  expect(calls.get("after")).toBeUndefined();
  expect((await rest("POST", `/executions/${id}/resume`, {}, "olga")).status).toBe(202);
  expect(await ends(id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect(calls.get("after")).toBe(1);
  for (const [operation, body] of EVERYTHING)
    expect((await rest("POST", `/executions/${id}/${operation}`, body)).body, operation).toMatchObject({
      status: 409,
      code: "EXECUTION_CLOSED",
    });
  const audit = (await rest("GET", `/audit?target=${id}&actor=olga`)).body.items;
  expect(audit.map((entry: { action: string; outcome: string }) => `${entry.action} ${entry.outcome}`)).toEqual([
    "executionResume ok",
    "executionSkipWait ok",
    "executionPause ok",
    "executionPause ok",
  ]);
});

//  wait(1 h) ─▶ ask ─approved─▶ (end)
test("the answer to a mutation shows the effect of the operation: paused, decided, ended", async () => {
  const nodes = [
    { id: "wait", type: "delay", data: { duration: "1h" } },
    { id: "ask", type: "approval", data: { title: "?" } },
    { id: "more", type: "delay", data: { duration: "1h" } },
  ];
  const edges = [
    { id: "e1", source: "wait", target: "ask" },
    { id: "e2", source: "ask", target: "more", sourceHandle: "approved" },
  ];
  const [id = ""] = await run(nodes, edges);
  await stepIs(id, "wait", "waiting");
  const mutate = (name: string, input: string, more = "") =>
    steered.graphql(`mutation { ${name}(input: { ${input} }) { __typename
      ... on Error { code message }
      ... on ${name[0]!.toUpperCase()}${name.slice(1)}Payload { execution { status paused closedAt } ${more} } } }`);
  expect(await mutate("executionPause", `id: "${id}"`)).toMatchObject({ execution: { paused: true } });
  expect(await mutate("executionResume", `id: "${id}"`)).toMatchObject({ execution: { paused: false } });
  const step = "step { status output }";
  expect(await mutate("executionSkipWait", `id: "${id}", path: "wait"`, step)).toMatchObject({
    step: { status: "COMPLETED", output: { skipped: true } },
  });
  await stepIs(id, "ask", "waiting");
  expect(await mutate("approvalDecide", `executionId: "${id}", path: "ask", decision: APPROVED`, step)).toMatchObject({
    step: { status: "COMPLETED", output: { decision: "approved" } },
  });
  expect(await mutate("executionTerminate", `id: "${id}"`)).toMatchObject({
    execution: { status: "TERMINATED", closedAt: expect.any(String) },
  });
});

test("executionStart runs the published version or the draft, once for each key, and evaluates no trigger", async () => {
  const graph = (text: string) => ({
    nodes: [{ id: "say", type: "transform", data: { output: { text: `${text} {{payload.name}}` } } }],
    edges: [],
  });
  const made = await rest("POST", "/workflows", { name: "by hand", graph: graph("one") });
  expect(made.body).toMatchObject({ version: 1, problems: [{ code: "NO_TRIGGER" }] });
  const workflowId = made.body.id as string;
  const start = (more: object) => rest("POST", "/executions", { workflowId, data: { name: "Ada" }, ...more });
  const published = await start({ idempotencyKey: "k" });
  expect(published).toMatchObject({
    status: 201,
    body: { workflowVersion: 1, triggerId: "manual", deduplicated: false },
  });
  expect(await ends(published.body.id)).toMatchObject({
    status: "completed",
    output: { say: { text: "one Ada" } },
    mirrorOk: true,
  });
  expect((await start({ idempotencyKey: "k" })).body).toMatchObject({ id: published.body.id, deduplicated: true });
  expect((await start({ idempotencyKey: "k", data: {} })).body).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });

  await rest("PUT", `/workflows/${workflowId}`, { graph: graph("two"), publish: false });
  const answer =
    await steered.graphql(`mutation { executionStart(input: { workflowId: "${workflowId}", draft: true, data: { name: "Bob" } }) {
    ... on ExecutionStartPayload { execution { id status version { number } workflow { publishedVersion { number } latestVersion } } }
    ... on Error { code message } } }`);
  expect(answer).toMatchObject({
    execution: {
      status: "PENDING",
      version: { number: 2 },
      workflow: { publishedVersion: { number: 1 }, latestVersion: 2 },
    },
  });
  expect(await ends((answer as { execution: { id: string } }).execution.id)).toMatchObject({
    output: { say: { text: "two Bob" } },
  });
  const publishedVersions = async () =>
    (await rest("GET", `/workflows/${workflowId}/versions`)).body.items.map(
      ({ version }: { version: number }) => version,
    );
  expect(await publishedVersions()).toEqual([1]);
  expect((await rest("GET", `/workflows/${workflowId}/versions/2`)).body).toMatchObject({ publishedAt: null });
  // Publishing the draft now uses the version that was stored for the run.
  expect((await rest("POST", `/workflows/${workflowId}/publish`)).body).toMatchObject({ version: 2, latestVersion: 2 });
  expect(await publishedVersions()).toEqual([2, 1]);
  expect((await start({ version: 1 })).body).toMatchObject({ workflowVersion: 1 });
  expect((await start({ version: 1, draft: true })).body).toMatchObject({ status: 400, path: "/draft" });
  expect((await start({ version: 9 })).body).toMatchObject({ status: 404, code: "VERSION_NOT_PUBLISHED" });
});

test("one of many concurrent calls pauses the execution, and the others are refused because it is paused", async () => {
  const [id = ""] = await run([{ id: "wait", type: "delay", data: { duration: "1h" } }], []);
  await stepIs(id, "wait", "waiting");
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => rest("POST", `/executions/${id}/pause`, {}, "olga")),
  );
  const outcomes = answers.map(({ status, body }) => (status === 202 ? "paused" : body.code)).toSorted();
  expect(outcomes).toEqual([...Array.from({ length: 59 }, () => "ALREADY_PAUSED"), "paused"]);
  await rest("POST", `/executions/${id}/terminate`);
});

//  ask ─approved─▶ yes
//      ─rejected─▶ no
test("an approval is found in the inbox and decided once, by a named approver and with the data of its form", async () => {
  const ask = {
    id: "ask",
    type: "approval",
    data: {
      title: "Pay {{ 2 + 3 }} euros?",
      approvers: ["role:finance"],
      form: { type: "object", required: ["amount"], properties: { amount: { type: "number" } } },
    },
  };
  const edges = [
    { id: "e1", source: "ask", target: "yes", sourceHandle: "approved" },
    { id: "e2", source: "ask", target: "no", sourceHandle: "rejected" },
  ];
  const [id = ""] = await run([ask, call("yes", { body: "{{ steps.ask }}" }), call("no")], edges);
  await stepIs(id, "ask", "waiting");
  const inbox = async (who: Who) =>
    (await rest("GET", `/approvals?status=waiting&mine=true&execution_id=${id}`, undefined, who)).body.items;
  expect(await inbox("fin")).toMatchObject([{ executionId: id, path: "ask", title: "Pay 5 euros?", canDecide: true }]);
  expect(await inbox("olga")).toEqual([]);
  const decide = (who: Who | undefined, body: object) =>
    rest(
      "POST",
      `/executions/${id}/approvals/decide`,
      { path: "ask", decision: "approved", data: { amount: 5 }, ...body },
      who,
    );
  expect((await decide("vi", {})).body).toMatchObject({ status: 403, code: "FORBIDDEN" });
  expect((await decide("olga", {})).body).toMatchObject({ status: 403, code: "NOT_AUTHORISED", path: "/path" });
  expect((await decide("fin", { data: {} })).body).toMatchObject({ status: 422, code: "FORM_INVALID", path: "/data" });
  expect((await decide("fin", { decision: "maybe" })).body).toMatchObject({ status: 400, path: "/decision" });
  expect((await decide("fin", { path: "yes" })).body.status).toBeGreaterThanOrEqual(400);
  const answers = await Promise.all(Array.from({ length: 5 }, () => decide("fin", {})));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409, 409, 409]);
  for (const { status, body } of answers)
    if (status === 409) expect(["ALREADY_DECIDED", "EXECUTION_CLOSED", "EXECUTION_ENDING"]).toContain(body.code);
  expect(await ends(id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect(JSON.parse(bodies.get("yes")![0]!)).toMatchObject({ decision: "approved", by: "fin", data: { amount: 5 } });
  expect(calls.get("no")).toBeUndefined();
  const decided = (await rest("GET", `/approvals?status=decided&execution_id=${id}`)).body.items;
  expect(decided).toMatchObject([{ canDecide: false, decision: { decision: "approved", by: "fin" } }]);
});

test("an admin may decide an approval that names somebody else", async () => {
  const [id = ""] = await run([{ id: "ask", type: "approval", data: { title: "?", approvers: ["user:nobody"] } }], []);
  await stepIs(id, "ask", "waiting");
  expect((await rest("POST", `/executions/${id}/approvals/decide`, { path: "ask", decision: "rejected" })).status).toBe(
    202,
  );
  expect(await ends(id)).toMatchObject({ status: "completed", output: { ask: { decision: "rejected", by: "owner" } } });
});

//  a ─▶ b ─▶ c       (a and b pause at a failure)
test("an incident can be retried, retried with new input, skipped, or left to fail", async () => {
  broken.add("a").add("b");
  const pausing = (id: string) => ({ ...call(id), settings: { retry: { maximumAttempts: 1 }, onError: "pause" } });
  const nodes = [pausing("a"), pausing("b"), call("c", { body: "{{ steps.b }}" })];
  const [id = "", other = ""] = await run(nodes, chain("a", "b", "c"), 2);
  await stepIs(id, "a", "incident");
  const act = (operation: string, body: object, which = id) =>
    rest("POST", `/executions/${which}/incidents/${operation}`, body, "olga");
  const retryAsOwner = (body: object) => rest("POST", `/executions/${id}/incidents/retry`, body);
  expect((await act("retry", { path: "b" })).body.status).toBeGreaterThanOrEqual(404);
  expect((await retryAsOwner({ path: "a", input: [1] })).body).toMatchObject({ status: 400, path: "/input" });
  expect((await act("skip", { path: "a", output: 1, port: "nowhere" })).body).toMatchObject({
    status: 422,
    code: "INPUT_INVALID",
    path: "/port",
  });
  const before = calls.get("a")!;
  expect((await act("retry", { path: "a" })).status).toBe(202);
  await waitFor(() => calls.get("a") === before + 1);
  await stepIs(id, "a", "incident");
  // An operator may not try nodes, so it may not choose the input either.
  const input = { method: "POST", url: `http://${steered.host}/fixed`, body: { by: "owner" } };
  expect((await act("retry", { path: "a", input })).body).toMatchObject({ status: 403, code: "FORBIDDEN" });
  expect(bodies.get("fixed")).toBeUndefined();
  expect((await retryAsOwner({ path: "a", input })).status).toBe(202);
  await stepIs(id, "b", "incident");
  expect(bodies.get("fixed")).toEqual([JSON.stringify({ by: "owner" })]);
  expect((await act("skip", { path: "b", output: { made: "up" } })).status).toBe(202);
  expect(await ends(id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect(JSON.parse(bodies.get("c")![0]!)).toEqual({ made: "up" });

  await stepIs(other, "a", "incident");
  expect((await act("fail", { path: "a", message: "give up" }, other)).status).toBe(202);
  expect(await ends(other)).toMatchObject({ status: "failed", mirrorOk: true });
});

//  a ─▶ b ─▶ c       (b is broken the first time)
test("a rerun from a node takes over the outputs of earlier nodes and does not run them again", async () => {
  broken.add("b");
  const nodes = [call("a"), call("b"), call("c", { body: "{{ steps.a.body }}" })];
  const [id = ""] = await run(nodes, chain("a", "b", "c"));
  const failed = await ends(id);
  expect(failed).toMatchObject({ status: "failed" });
  broken.clear();
  const rerun = await rest("POST", `/executions/${id}/rerun`, { fromNode: "b" }, "olga");
  expect(rerun).toMatchObject({ status: 201, body: { rerunOf: id, rerunFrom: "b", seededNodes: ["a"] } });
  const again = rerun.body.id as string;
  expect(again).not.toBe(id);
  expect(await ends(again)).toMatchObject({ status: "completed", mirrorOk: true, eventId: failed.eventId });
  expect(Object.fromEntries(calls)).toEqual({ a: 1, b: 2, c: 1 });
  expect(JSON.parse(bodies.get("c")![0]!)).toEqual({ called: "a", times: 1 });
  expect((await step(again, "a")).output).toEqual((await step(id, "a")).output);
  // A rerun without `fromNode` runs everything again.
  const whole = (await rest("POST", `/executions/${id}/rerun`, {})).body.id;
  expect(await ends(whole)).toMatchObject({ status: "completed", mirrorOk: true });
  expect(Object.fromEntries(calls)).toEqual({ a: 2, b: 3, c: 2 });
  expect((await rest("GET", `/executions?rerun_of=${id}`)).body.items.map((one: { id: string }) => one.id)).toEqual([
    whole,
    again,
  ]);
});

//  large ─▶ b ─▶ c     (b is broken the first time)
test("an output that is stored as a reference is taken over completely", async () => {
  broken.add("b");
  const nodes = [call("large"), call("b"), call("c", { body: "{{ steps.large.body }}" })];
  const [id = ""] = await run(nodes, chain("large", "b", "c"));
  expect(await ends(id)).toMatchObject({ status: "failed" });
  broken.clear();
  const rerun = await rest("POST", `/executions/${id}/rerun`, { fromNode: "b" });
  expect(await ends(rerun.body.id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect(calls.get("large")).toBe(1);
  expect(JSON.parse(bodies.get("c")![0]!).text).toHaveLength(200_000);
});

//  book ─▶ charge      (book is compensated by unbook; charge is broken the first time)
test("a rerun after a compensation runs the compensated steps again", async () => {
  broken.add("charge");
  const book = { ...call("book"), settings: { retry: { maximumAttempts: 1 }, compensate: "unbook" } };
  const [id = ""] = await run([call("first"), book, call("charge"), call("unbook")], chain("first", "book", "charge"));
  expect(await ends(id)).toMatchObject({ status: "failed", mirrorOk: true });
  expect(Object.fromEntries(calls)).toEqual({ first: 1, book: 1, charge: 1, unbook: 1 });
  broken.clear();
  const rerun = await rest("POST", `/executions/${id}/rerun`, { fromNode: "charge" });
  expect(rerun.body.seededNodes).toEqual(["first"]);
  expect(await ends(rerun.body.id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect(Object.fromEntries(calls)).toEqual({ first: 1, book: 2, charge: 2, unbook: 1 });
});

//  each[ a ] ─▶ b      (b is broken the first time)
test("a rerun from a node inside a container runs the container again; a rerun from a later node takes over its results", async () => {
  broken.add("b");
  const each = { id: "each", type: "for_each", data: { items: [1, 2, 3] } };
  const nodes = [each, { ...call("a"), parentId: "each" }, call("b", { body: "{{ steps.each.count }}" })];
  const [id = ""] = await run(nodes, [{ id: "e", source: "each", target: "b" }]);
  expect(await ends(id)).toMatchObject({ status: "failed" });
  broken.clear();
  const behind = await rest("POST", `/executions/${id}/rerun`, { fromNode: "b" });
  expect(behind.body.seededNodes).toEqual(["each"]);
  expect(await ends(behind.body.id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect(Object.fromEntries(calls)).toEqual({ a: 3, b: 2 });
  const inside = await rest("POST", `/executions/${id}/rerun`, { fromNode: "a" });
  expect(inside.body).toMatchObject({ rerunFrom: "each", seededNodes: [] });
  expect(await ends(inside.body.id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect(Object.fromEntries(calls)).toEqual({ a: 6, b: 3 });
});

test("a bulk job retries every incident after the cause is removed", async () => {
  broken.add("a");
  const nodes = [{ ...call("a"), settings: { retry: { maximumAttempts: 1 }, onError: "pause" } }];
  const ids = await run(nodes, [], 8);
  for (const id of ids) await stepIs(id, "a", "incident");
  broken.clear();
  const workflow = (await rest("GET", `/executions/${ids[0]!}`)).body.workflowId;
  const { id: job } = (
    await rest(
      "POST",
      "/bulk",
      { filter: { workflowId: workflow }, action: { kind: "incidentRetry" }, expectedCount: 8 },
      "olga",
    )
  ).body;
  for (const id of ids) expect(await ends(id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect((await rest("GET", `/bulk/${job}`)).body).toMatchObject({
    status: "completed",
    total: 8,
    done: 8,
    actor: "olga",
  });
  expect(calls.get("a")).toBe(16);
});

test("bulk jobs pause, resume, signal and terminate many executions, and their progress adds up", async () => {
  const ids = await run([{ id: "wait", type: "delay", data: { duration: "1h" } }], [], 25);
  const workflow = (await rest("GET", `/executions/${ids[0]!}`)).body.workflowId;
  const bulk = async (action: object) => {
    const filter = { workflowId: workflow };
    const { count } = (await rest("POST", "/bulk/preview", { filter, action }, "olga")).body;
    const { id } = (await rest("POST", "/bulk", { filter, action, expectedCount: count }, "olga")).body;
    return await waitFor(async () => {
      const { body } = await rest("GET", `/bulk/${id}`);
      return body.status === "running" ? undefined : body;
    });
  };
  expect(await bulk({ kind: "pause" })).toMatchObject({ status: "completed", total: 25, done: 25 });
  expect((await rest("POST", `/executions/${ids[3]!}/resume`)).status).toBe(202);
  expect(await bulk({ kind: "resume" })).toMatchObject({ total: 25, done: 24, skipped: 1, failed: 0 });
  expect(await bulk({ kind: "signal", signalName: "go" })).toMatchObject({ total: 25, done: 25 });
  expect(await bulk({ kind: "terminate", reason: "enough" })).toMatchObject({ total: 25, done: 25 });
  expect(await ends(ids[7]!)).toMatchObject({ status: "terminated" });
});
