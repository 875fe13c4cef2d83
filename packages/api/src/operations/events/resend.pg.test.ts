import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dispatchAll } from "../../test-kit/dispatch-all.ts";
import { smallGraph } from "../../test-kit/graphs.ts";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let leads: string;
let orders: string;
let event: string;
beforeAll(async () => {
  api = await startTestApi({ tokens: { viewer: ["viewer"], sender: ["sender"], "kim@billing": ["admin"] } });
  const make = async (name: string, eventType: string) =>
    (await api.request("POST", "/workflows", { name, graph: smallGraph, triggers: [{ eventType }] })).body.id;
  [leads, orders] = [await make("leads", "lead"), await make("orders", "order")];
  event = (await api.request("POST", "/events?type=lead&source=crm&subject=lead/7", { email: "Ada@Example.com", n: 1 }))
    .body.id;
  for (let n = 2; n < 6; n += 1) await api.request("POST", "/events?type=lead&subject=lead/8", { email: "bob", n });
});
afterAll(() => api.stop());

const resend = (body: object, by: Pick<TestApi, "request"> = api, id = event) =>
  by.request("POST", `/events/${id}/resend`, body);
const outcomesOf = async (id: string) =>
  (
    (await api.request("GET", `/events/${id}/outcomes`)).body.items as {
      workflowId: string;
      outcome: string;
      triggerId: string;
    }[]
  ).map(({ workflowId, outcome, triggerId }) => [workflowId, outcome, triggerId]);

describe("an event that is sent again", () => {
  test("goes to all workflows, with the same content, as an event of its own", async () => {
    const { status, body } = await resend({});
    expect(status).toBe(202);
    await dispatchAll(api.db);
    expect((await api.request("GET", `/events/${body.id}`)).body).toMatchObject({
      ...{ type: "lead", source: "crm", subject: "lead/7", data: { email: "Ada@Example.com", n: 1 }, resendOf: event },
    });
    expect(await outcomesOf(body.id)).toEqual([[leads, "started", "trigger0"]]);
  });

  test("goes to one workflow only, whatever its triggers say", async () => {
    const { body } = await resend({ workflowId: orders });
    expect(body.executionId).toMatch(/^exe_/);
    await dispatchAll(api.db);
    expect(await outcomesOf(body.id)).toEqual([[orders, "started", "manual"]]);
    expect((await api.request("GET", `/events/${body.id}`)).body).toMatchObject({
      ...{ type: "lead", source: "crm", subject: "lead/7", resendOf: event, matched: 1 },
    });
  });

  test("goes to a draft, which runs as a version that no event starts", async () => {
    await api.request("PUT", `/workflows/${orders}`, {
      graph: { ...smallGraph, nodes: [smallGraph.nodes[0]], edges: [] },
      publish: false,
    });
    const { body } = await resend({ workflowId: orders, draft: true });
    const execution = (await api.request("GET", `/executions/${body.executionId}`)).body;
    expect(execution).toMatchObject({ workflowId: orders, workflowVersion: 2, eventId: body.id });
  });

  test("counts once under an idempotency key", async () => {
    const [a, b] = [await resend({ idempotencyKey: "k" }), await resend({ idempotencyKey: "k" })];
    expect([b.body.id, a.body.deduplicated, b.body.deduplicated]).toEqual([a.body.id, false, true]);
    const [c, d] = [
      await resend({ workflowId: leads, idempotencyKey: "k" }),
      await resend({ workflowId: leads, idempotencyKey: "k" }),
    ];
    expect([d.body.id, d.body.deduplicated]).toEqual([c.body.id, true]);
    expect((await resend({ workflowId: orders, idempotencyKey: "k" })).body.code).toBe("IDEMPOTENCY_CONFLICT");
  });

  test("needs the permission to start executions, and exists in the caller's project (I13)", async () => {
    expect((await resend({}, api.as("sender"))).status).toBe(403);
    expect((await resend({}, api.as("kim@billing"))).status).toBe(404);
    expect((await resend({ draft: true })).body).toMatchObject({ code: "INVALID_INPUT", path: "/workflowId" });
    expect((await resend({ workflowId: "wf_none" })).body).toMatchObject({ code: "NOT_FOUND", path: "/workflowId" });
  });
});

describe("events are found", () => {
  const find = async (query: string) =>
    ((await api.request("GET", `/events?${query}`)).body.items as { id: string }[]).map(({ id }) => id);

  test("by subject, by the time at which they happened, and by a text in the payload", async () => {
    expect(await find("subject=lead/8")).toHaveLength(4);
    expect(await find("text=ada%40example&type=lead")).toContain(event);
    expect(await find("text=ada%40example&subject=lead/8")).toEqual([]);
    expect(await find("text=nowhere")).toEqual([]);
    expect(await find(`happened_before=${new Date(Date.now() - 3_600_000).toISOString()}`)).toEqual([]);
    expect(await find(`happened_after=${new Date(Date.now() - 3_600_000).toISOString()}&subject=lead/8`)).toHaveLength(
      4,
    );
    // A percent sign is a sign like any other.
    expect(await find("text=a%25d")).toEqual([]);
  });

  test("by a type or a prefix of types; what looks like a pattern and is none is refused, instead of finding nothing", async () => {
    expect(await find("type=lead&subject=lead/8")).toHaveLength(4);
    for (const query of ["type=lea*", "type=*.created", "type=a%20b"])
      expect((await api.request("GET", `/events?${query}`)).body, query).toMatchObject({
        ...{ code: "INVALID_INPUT", path: "/type" },
        hint: expect.stringContaining('"order.*"'),
      });
  });

  test("by a text page by page, and counted", async () => {
    const query = `query ($after: String) { events(first: 3, after: $after, filter: { text: "bob" }) { totalCount pageInfo { endCursor hasNextPage } nodes { id } } }`;
    const first = (await api.graphql(query)).body.data.events;
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    const second = (await api.graphql(query, { after: first.pageInfo.endCursor })).body.data.events;
    expect(second.nodes).toHaveLength(1);
  });

  test("by a text only for who may read payloads, and not by two letters", async () => {
    expect((await api.as("viewer").request("GET", "/events?text=bob")).status).toBe(403);
    expect((await api.request("GET", "/events?text=bo")).body).toMatchObject({ code: "INVALID_INPUT", path: "/text" });
  });
});
